import { redact } from '../redact.ts';
import { McpFailure, type McpFailureKind } from './mcp-failure.ts';
import type { McpTool, McpToolResult } from './mcp-results.ts';
import type { McpSession, McpTimeouts, McpToolCall } from './mcp-session.ts';
import type { Credentials } from './provider-data.ts';
import { refuse } from './refusal.ts';

/** Milliseconds a shared session may lie idle. */
const IDLE_LIMIT = 60_000;
const SWEEP_INTERVAL = 10_000;
const SHARED_SESSIONS = 32;
/** Sessions of one call at a time; further calls wait. */
const OWN_SESSIONS = 32;

/** Llama Stack answers 500 to all of these. */
const STATUS: Readonly<Record<McpFailureKind, number>> = {
  'not-delivered': 502,
  refused: 502,
  'timed-out': 504,
  lost: 502,
  invalid: 502,
};

/**
 * The MCP sessions behind the tool groups. A session is shared by the calls whose credential travels in the call's own `_meta`; a call with
 * HTTP headers of its own gets a session of its own. Failures come as a Refusal (502 or 504) that names the server and the cause.
 */
export class McpSessions {
  readonly #shared = new Map<string, Promise<McpSession>>();
  readonly #closed = new AbortController();
  readonly #sweeper = setInterval(() => void this.#sweep(IDLE_LIMIT), SWEEP_INTERVAL).unref();
  readonly #waiting: (() => void)[] = [];
  readonly #timeouts: McpTimeouts;
  #own = 0;

  constructor(timeouts: McpTimeouts) {
    this.#timeouts = timeouts;
  }

  /** Asks a server for its tools, in a session that ends with it. */
  async listTools(endpoint: URL, { headers = {} }: Credentials, signal: AbortSignal): Promise<McpTool[]> {
    return this.#named(endpoint, Object.values(headers), () =>
      this.#alone(endpoint, headers, signal, (session) => session.listTools(signal)),
    );
  }

  /** Calls a tool. `meta` and the credentials belong to this call alone. */
  async callTool(
    endpoint: URL,
    { apiKey, headers }: Credentials,
    { name, kwargs, traceparent }: { name: string; kwargs: McpToolCall['arguments']; traceparent: string | undefined },
    signal: AbortSignal,
  ): Promise<McpToolResult> {
    const meta = { ...(apiKey !== undefined && { api_key: apiKey }), ...(traceparent && { traceparent }) };
    const call = { name, arguments: kwargs, meta: Object.keys(meta).length > 0 ? meta : undefined };
    const secrets = [...(apiKey === undefined ? [] : [apiKey]), ...Object.values(headers ?? {})];
    return this.#named(endpoint, secrets, () =>
      headers
        ? this.#alone(endpoint, headers, signal, (session) => session.callTool(call, signal))
        : this.#inShared(endpoint, call, signal),
    );
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#closed.abort();
    const sessions = [...this.#shared.values()];
    this.#shared.clear();
    await Promise.all(sessions.map((session) => session.then((open) => open.close()).catch(() => {})));
  }

  /** A second try, with a new session, only where the first message certainly never arrived: the server was restarted meanwhile. */
  async #inShared(endpoint: URL, call: McpToolCall, signal: AbortSignal): Promise<McpToolResult> {
    const { session, isNew } = await this.#session(endpoint);
    try {
      return await session.callTool(call, signal);
    } catch (error) {
      const again = !isNew && error instanceof McpFailure && error.kind === 'not-delivered';
      if (!again) throw error;
      return (await this.#session(endpoint)).session.callTool(call, signal);
    }
  }

  async #session({ href }: URL): Promise<{ session: McpSession; isNew: boolean }> {
    const kept = this.#shared.get(href);
    const session = await kept?.catch(() => undefined);
    if (session?.usable) return { session, isNew: false };
    // Of several calls that find it broken, the first opens the new one for all.
    const current = this.#shared.get(href);
    const opening = current && current !== kept ? current : this.#openShared(href);
    return { session: await opening, isNew: true };
  }

  #openShared(href: string): Promise<McpSession> {
    const opening = connect(new URL(href), {}, this.#timeouts, this.#closed.signal);
    this.#shared.set(href, opening);
    opening.catch(() => {
      if (this.#shared.get(href) === opening) this.#shared.delete(href);
    });
    if (this.#shared.size > SHARED_SESSIONS) void this.#sweep(0);
    return opening;
  }

  async #alone<T>(
    endpoint: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    use: (session: McpSession) => Promise<T>,
  ): Promise<T> {
    if (this.#own >= OWN_SESSIONS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#own++;
    try {
      const session = await connect(endpoint, headers, this.#timeouts, signal);
      try {
        return await use(session);
      } finally {
        await session.close();
      }
    } finally {
      this.#own--;
      this.#waiting.shift()?.();
    }
  }

  /** Closes what was not used for this many milliseconds. */
  async #sweep(idleLimit: number): Promise<void> {
    const now = Date.now();
    for (const [href, opening] of [...this.#shared]) {
      const session = await opening.catch(() => undefined);
      if (!session || (session.usable && !(session.idle && now - session.lastUsed >= idleLimit))) continue;
      this.#shared.delete(href);
      if (session.idle) await session.close();
    }
  }

  async #named<T>({ origin, pathname }: URL, secrets: readonly string[], act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof McpFailure)) throw error;
      const verb = error.kind === 'refused' ? 'answered with an error' : 'gave no result';
      throw refuse(
        STATUS[error.kind],
        redact(`The MCP server at ${origin}${pathname} ${verb}: ${error.message}`, secrets),
      );
    }
  }
}

/** The MCP SDK is loaded when it is first needed: the server is ready before that. */
async function connect(
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
  timeouts: McpTimeouts,
  signal: AbortSignal,
): Promise<McpSession> {
  const { McpSession } = await import('./mcp-session.ts');
  return McpSession.connect(endpoint, headers, timeouts, signal);
}
