import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Secret } from '../../src/evidence/secret.ts';
import { VERSION } from '../../src/version.ts';
import { linkedController, withDeadline } from '../wire/deadline.ts';
import { type FetchInit, wireStream } from '../wire/fetch.ts';

/** How an MCP server is spoken to: over SSE (MCP 2024-11-05), or over Streamable HTTP (2025-03-26 and later). */
export type McpTransport = 'sse' | 'streamable-http';

/** Where an MCP server is, and how it is spoken to there. */
export interface McpEndpoint {
  readonly endpoint: URL;
  readonly transport: McpTransport;
}

/** With whom a session is opened, and for how long. */
export interface McpSessionWish extends McpEndpoint {
  /** Sent as `Authorization: Bearer` with each request. */
  readonly credential: Secret | undefined;
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** How each request is sent; the one client where it is left out. */
  readonly send?: ((url: string | URL, init: FetchInit) => Promise<Response>) | undefined;
}

/** An HTTP answer that was no part of the conversation: an error, a redirect, a web page. */
export interface OtherAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Why a session came to nothing. */
export type McpNothing =
  /** An error of JSON-RPC (2.0, section 5.1). */
  | { readonly is: 'error'; readonly code: number; readonly text: string }
  /** An HTTP answer that ended the conversation. */
  | { readonly is: 'other'; readonly answer: OtherAnswer }
  /** Nothing that could be read; the cause is a NoAnswer where nothing came. */
  | { readonly is: 'nothing'; readonly cause: unknown };

/** What came of a session. */
export type McpOutcome<T> = { readonly is: 'done'; readonly value: T } | McpNothing;

/** What a session is used with; the options go with each request. */
export interface OpenMcpSession {
  readonly client: Client;
  readonly transport: Transport;
  readonly options: { readonly signal: AbortSignal; readonly timeout: number };
}

/** Bytes that are read of an answer that is none of the conversation. */
const OTHER_LIMIT = 64 * 1024;
/** Milliseconds for saying that a session is over; nobody waits for more. */
const LEAVE_MS = 1_000;
const NEVER = new AbortController().signal;
/** What the SDK itself says of a connection that ended, and of an answer that did not come in time, in the form of an error of the server's. */
const OWN_ERRORS = /^MCP error -3200[01]: (?:Connection closed|Request timed out)/;

/**
 * Does something in a session of its own, by the SDK's client; the session is ended afterwards. Rejects with the reason of the signal, and with nothing
 * else.
 */
export async function inMcpSession<T>(
  wish: McpSessionWish,
  act: (session: OpenMcpSession) => Promise<T>,
): Promise<McpOutcome<T>> {
  const { signal, timeoutMs } = wish;
  const ending = linkedController(signal);
  const seen = new SeenAnswers(wish);
  let client: Client | undefined;
  try {
    const [{ Client: SdkClient }, transport] = await Promise.all([
      import('@modelcontextprotocol/sdk/client/index.js'),
      transportFor(wish, seen),
    ]);
    client = new SdkClient({ name: 'tutorial-tui', version: VERSION });
    const made = client;
    const value = await withDeadline(timeoutMs, ending.signal, async (during) => {
      // The SDK would give up after a minute.
      const options = { signal: during, timeout: timeoutMs };
      await made.connect(transport, options);
      return act({ client: made, transport, options });
    });
    return { is: 'done', value };
  } catch (cause) {
    signal.throwIfAborted();
    const { other } = seen;
    if (other) return { is: 'other', answer: other };
    if (isRpcError(cause)) return { is: 'error', code: cause.code, text: cause.message };
    // What was under way when the time was up has no answer for that very reason.
    const isLate = (cause as Error).name === 'TimeoutError';
    return { is: 'nothing', cause: isLate ? cause : (seen.fault ?? cause) };
  } finally {
    await end(client);
    ending.abort();
  }
}

/** Ends the session, as the server may be told (2025-03-26, Session Management). */
async function end(client: Client | undefined): Promise<void> {
  const transport = client?.transport;
  const leave = transport && 'terminateSession' in transport && (transport.terminateSession as () => Promise<void>);
  if (leave) await withDeadline(LEAVE_MS, NEVER, () => leave.call(transport)).catch(() => {});
  await client?.close().catch(() => {});
}

async function transportFor({ endpoint, transport }: McpEndpoint, seen: SeenAnswers): Promise<Transport> {
  if (transport === 'sse') {
    const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
    return new SSEClientTransport(endpoint, { fetch: seen.fetch });
  }
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  // The SDK's own type of a session's id is undefined where it may be left out.
  return new StreamableHTTPClientTransport(endpoint, { fetch: seen.fetch }) as Transport;
}

/** Keeps what the SDK's errors do not tell: the answer that ended the conversation, and why there was none. */
class SeenAnswers {
  readonly #wish: McpSessionWish;
  other: OtherAnswer | undefined;
  fault: unknown;

  constructor(wish: McpSessionWish) {
    this.#wish = wish;
  }

  /** `fetch` for the transport. */
  readonly fetch = async (url: string | URL, init: FetchInit = {}): Promise<Response> => {
    const { credential, send = wireStream, transport } = this.#wish;
    const headers = new Headers(init.headers);
    if (credential) headers.set('authorization', `Bearer ${credential.reveal()}`);
    const response = await send(url, { ...init, headers }).catch((fault: unknown) => {
      this.fault = fault;
      throw fault;
    });
    const { method = 'GET' } = init;
    // Over Streamable HTTP a server need have no stream beside the answers, and need end no session.
    if ((transport === 'streamable-http' && method !== 'POST') || !isOther(response)) return response;
    const text = await firstText(response);
    this.other = { status: response.status, headers: Object.fromEntries(response.headers), text };
    return new Response(text, { status: response.status, headers: response.headers });
  };
}

function isOther({ status, headers }: Response): boolean {
  return status >= 300 || /^text\/html\b/i.test(headers.get('content-type') ?? '');
}

async function firstText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < OTHER_LIMIT) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  await reader.cancel().catch(() => {});
  return Buffer.concat(chunks).toString('utf8', 0, OTHER_LIMIT);
}

function isRpcError(thrown: unknown): thrown is Error & { readonly code: number } {
  return thrown instanceof Error && thrown.name === 'McpError' && !OWN_ERRORS.test(thrown.message);
}
