import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SseError } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import { withDeadline } from '../wire/deadline.ts';
import { ANSWER_LIMIT, tooLong } from './answer-limit.ts';
import { McpFailure } from './mcp-failure.ts';
import { mcpFailureOf } from './mcp-failure-of.ts';
import { type McpTool, type McpToolResult, toolListSchema, toolResultSchema } from './mcp-results.ts';
import { sseTransport, streamableTransport } from './mcp-transport.ts';
import { DEEPEST_NESTING, nestsTooDeep } from './nesting.ts';

/** Milliseconds that an MCP server is waited for. */
export interface McpTimeouts {
  connect: number;
  call: number;
}

/** How a session is opened. */
export interface McpConnection {
  readonly timeouts: McpTimeouts;
  /** Of the call for which it is opened; undefined where nobody asked for a trace. */
  readonly traceparent: string | undefined;
}

const FAREWELL_TIMEOUT = 1_000;
const PAGES_READ = 100;
/** As Llama Stack 0.2.3 introduces itself (docs/references/llama-stack-0.2.3.md#as-an-mcp-client). */
const CLIENT_INFO = { name: 'mcp', version: '0.1.0' };
/** Results are passed on as they are: no JSON schema is ever compiled here. */
const NO_SCHEMAS: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'not validated' }),
};

/** What is called in an MCP session. */
export interface McpToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Goes with this call alone. */
  readonly meta: Readonly<Record<string, string>> | undefined;
}

/** One MCP session. Calls run side by side; each carries its own `_meta`. Failures are of class McpFailure. */
export class McpSession {
  readonly #client: Client;
  readonly #transport: Transport;
  readonly #timeout: number;
  #open = true;
  #retired = false;
  #running = 0;
  /** Why it is no longer open. */
  #ending = new McpFailure('lost', 'it closed the connection');
  /** When the last call ended, in milliseconds since the epoch. */
  lastUsed = Date.now();

  private constructor(client: Client, transport: Transport, timeout: number) {
    this.#client = client;
    this.#transport = transport;
    this.#timeout = timeout;
    client.onclose = () => {
      this.#open = false;
    };
    // The SDK would open the stream anew, but the server knows nothing of the session then. Closed a moment later: the SDK sets its timer
    // after it has told of the error, and closing takes only a timer back that is there already.
    client.onerror = (error) => {
      if (!(error instanceof SseError)) return;
      this.#open = false;
      if (error.message.endsWith(tooLong().message)) this.#ending = tooLong();
      queueMicrotask(() => void this.close());
    };
  }

  /**
   * Connects over SSE where the path ends in /sse, otherwise over Streamable HTTP, or over SSE where the server has only that. The call for which it
   * is done is told with the requests of that alone, by its `traceparent`: a server that refuses them has no other way to know.
   */
  static async connect(
    endpoint: URL,
    own: Readonly<Record<string, string>>,
    { timeouts, traceparent }: McpConnection,
    signal: AbortSignal,
  ): Promise<McpSession> {
    // The SDK reads them with each request.
    const headers: Record<string, string> = { ...own, ...(traceparent && { traceparent }) };
    try {
      return await McpSession.#connected(endpoint, headers, timeouts, signal);
    } finally {
      if (traceparent) delete headers.traceparent;
    }
  }

  static async #connected(
    endpoint: URL,
    headers: Readonly<Record<string, string>>,
    timeouts: McpTimeouts,
    signal: AbortSignal,
  ): Promise<McpSession> {
    const over = (transport: Transport) => McpSession.#over(transport, timeouts, signal);
    if (endpoint.pathname.endsWith('/sse')) return over(sseTransport(endpoint, headers));
    try {
      return await over(streamableTransport(endpoint, headers));
    } catch (error) {
      if (!(error instanceof McpFailure) || error.status === undefined) throw error;
      return over(sseTransport(endpoint, headers));
    }
  }

  static async #over(transport: Transport, timeouts: McpTimeouts, signal: AbortSignal): Promise<McpSession> {
    const client = new Client(CLIENT_INFO, { jsonSchemaValidator: NO_SCHEMAS });
    try {
      await withDeadline(timeouts.connect, signal, () => client.connect(transport, { timeout: timeouts.connect }));
      return new McpSession(client, transport, timeouts.call);
    } catch (error) {
      await client.close();
      throw signal.aborted ? new McpFailure('lost', 'the call was given up') : mcpFailureOf(error);
    }
  }

  /** Whether it may get another call. */
  get usable(): boolean {
    return this.#open && !this.#retired;
  }

  get idle(): boolean {
    return this.#running === 0;
  }

  callTool(call: McpToolCall, signal?: AbortSignal): Promise<McpToolResult> {
    const params = { name: call.name, arguments: call.arguments, ...(call.meta && { _meta: call.meta }) };
    return this.#request(
      (options) => this.#client.request({ method: 'tools/call', params }, toolResultSchema, options),
      signal,
    );
  }

  /** All tools, page by page. The pages together may be no longer than any other answer. */
  async listTools(traceparent: string | undefined, signal?: AbortSignal): Promise<McpTool[]> {
    const meta = traceparent === undefined ? {} : { _meta: { traceparent } };
    const tools: McpTool[] = [];
    let cursor: string | undefined;
    let length = 0;
    for (let page = 0; page < PAGES_READ; page++) {
      const params = { ...(cursor !== undefined && { cursor }), ...meta };
      const request = { method: 'tools/list' as const, ...(Object.keys(params).length > 0 && { params }) };
      const list = await this.#request((options) => this.#client.request(request, toolListSchema, options), signal);
      length += JSON.stringify(list.tools).length;
      if (length > ANSWER_LIMIT) throw tooLong();
      tools.push(...list.tools);
      cursor = list.nextCursor;
      if (cursor === undefined) return tools;
    }
    throw new McpFailure('invalid', `its list of tools has more than ${PAGES_READ} pages`);
  }

  /** Ends it. A Streamable HTTP server is told, or it would keep the session until it times out. */
  async close(): Promise<void> {
    this.#open = false;
    if (this.#transport instanceof StreamableHTTPClientTransport) {
      const farewell = this.#transport.terminateSession().catch(() => {});
      await Promise.race([farewell, setTimeout(FAREWELL_TIMEOUT, undefined, { ref: false })]);
    }
    await this.#client.close();
  }

  async #request<T>(
    send: (options: { timeout: number; signal?: AbortSignal }) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    this.#running++;
    try {
      const result = await send({ timeout: this.#timeout, ...(signal && { signal }) });
      if (nestsTooDeep(result)) throw new McpFailure('invalid', `its answer nests deeper than ${DEEPEST_NESTING}`);
      return result;
    } catch (error) {
      const failure = this.#open ? mcpFailureOf(error) : this.#ending;
      // Nothing is wrong with the session where the server itself answered; otherwise those that still run may end, and none begins.
      if (failure.kind !== 'refused' && failure.kind !== 'invalid') this.#retired = true;
      throw failure;
    } finally {
      this.#running--;
      this.lastUsed = Date.now();
      if (this.#retired && this.idle) void this.close();
    }
  }
}
