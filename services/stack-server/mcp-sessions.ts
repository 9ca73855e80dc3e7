import { createHash } from 'node:crypto';
import { LONGEST_SENTENCE, printableLine } from '../../src/evidence/printable.ts';
import { redact } from '../../src/evidence/redact.ts';
import { McpFailure } from './mcp-failure.ts';
import { McpRefusal } from './mcp-refusal.ts';
import type { McpTool, McpToolResult } from './mcp-results.ts';
import type { McpConnection, McpSession, McpTimeouts, McpToolCall } from './mcp-session.ts';
import type { CallCredentials } from './provider-data.ts';

/** Milliseconds a kept session may lie idle. */
const IDLE_LIMIT = 60_000;
const SWEEP_INTERVAL = 10_000;
const KEPT_SESSIONS = 32;
/** Milliseconds that a kept session must lie idle before it makes room for another one. */
const ROOM_AFTER = 1_000;

/** For whom a server is asked: the trace, where somebody asked for one, and until when. */
interface Asking {
  readonly traceparent: string | undefined;
  readonly signal: AbortSignal;
}

/** A session that is kept for the calls of one endpoint and one credential. */
interface Kept {
  readonly opening: Promise<McpSession>;
  /** Undefined until it is open. */
  session?: McpSession;
}

/**
 * The MCP sessions behind the tool groups. A session is kept for further calls with the same credential, which travels in each call's own
 * `_meta`; two credentials never share one, because a server may keep what it knows of its caller by session. A call with HTTP headers of its
 * own gets a session of its own, and so does one that is traced and brings no credential. No cache library keeps them: a session that is in use may not be given up for another one, however long it takes.
 * Failures come as a McpRefusal (502 or 504) that names the server and the cause.
 */
export class McpSessions {
  readonly #kept = new Map<string, Kept>();
  readonly #closed = new AbortController();
  readonly #sweeper = setInterval(() => this.#sweep(IDLE_LIMIT), SWEEP_INTERVAL).unref();
  readonly #timeouts: McpTimeouts;

  constructor(timeouts: McpTimeouts) {
    this.#timeouts = timeouts;
  }

  /** Asks a server for its tools, in a session that ends with it. */
  async listTools(
    endpoint: URL,
    { headers = {} }: CallCredentials,
    { traceparent, signal }: Asking,
  ): Promise<McpTool[]> {
    return this.#named(endpoint, Object.values(headers), () =>
      this.#alone(endpoint, headers, { traceparent, signal }, (session) => session.listTools(traceparent, signal)),
    );
  }

  /** Calls a tool. `meta` and the credentials belong to this call alone. */
  async callTool(
    endpoint: URL,
    { apiKey, headers }: CallCredentials,
    { name, kwargs, traceparent }: { name: string; kwargs: McpToolCall['arguments']; traceparent: string | undefined },
    signal: AbortSignal,
  ): Promise<McpToolResult> {
    // The tutorial's server takes no `_meta` without an api_key: of a call that brings none, the trace goes with the requests of a session of its own.
    const meta = apiKey === undefined ? undefined : { api_key: apiKey, ...(traceparent && { traceparent }) };
    const traced = meta === undefined && traceparent ? { traceparent } : undefined;
    const call = { name, arguments: kwargs, meta };
    const secrets = [...(apiKey === undefined ? [] : [apiKey]), ...Object.values(headers ?? {})];
    const own = headers || traced ? { ...headers, ...traced } : undefined;
    const opening = { traceparent: traced ? undefined : traceparent, signal };
    const alone = () => this.#alone(endpoint, own ?? {}, opening, (session) => session.callTool(call, signal));
    return this.#named(endpoint, secrets, async () => {
      if (own) return alone();
      const key = keyOf(endpoint, apiKey);
      const { session, isNew } = await this.#session(endpoint, key, traceparent);
      if (!session) return alone();
      try {
        return await session.callTool(call, signal);
      } catch (error) {
        // A second try, with a new session, only where the first message certainly never arrived: the server was restarted meanwhile.
        const again = !isNew && error instanceof McpFailure && error.kind === 'not-delivered';
        if (!again) throw error;
        return (await this.#session(endpoint, key, traceparent)).session?.callTool(call, signal) ?? alone();
      }
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#closed.abort();
    const kept = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(kept.map(({ opening }) => opening.then((session) => session.close()).catch(() => {})));
  }

  /** The session kept for a key, opened where there is none that is usable; none where there is no room for one. */
  async #session(
    endpoint: URL,
    key: string,
    traceparent: string | undefined,
  ): Promise<{ session: McpSession | undefined; isNew: boolean }> {
    const known = this.#kept.get(key);
    const session = await known?.opening.catch(() => undefined);
    if (session?.usable) return { session, isNew: false };
    // Of several calls that find it broken, the first opens the new one for all.
    const current = this.#kept.get(key);
    const opening = current && current !== known ? current.opening : this.#open(endpoint, key, traceparent);
    return { session: await opening, isNew: true };
  }

  #open(endpoint: URL, key: string, traceparent: string | undefined): Promise<McpSession> | undefined {
    if (!this.#kept.has(key) && this.#kept.size >= KEPT_SESSIONS && !this.#makeRoom()) return undefined;
    const opening = connect(endpoint, {}, { timeouts: this.#timeouts, traceparent }, this.#closed.signal);
    const kept: Kept = { opening };
    this.#kept.set(key, kept);
    opening.then(
      (session) => {
        kept.session = session;
      },
      () => {
        if (this.#kept.get(key) === kept) this.#kept.delete(key);
      },
    );
    return opening;
  }

  #makeRoom(): boolean {
    this.#sweep(ROOM_AFTER);
    return this.#kept.size < KEPT_SESSIONS;
  }

  async #alone<T>(
    endpoint: URL,
    headers: Readonly<Record<string, string>>,
    { traceparent, signal }: Asking,
    use: (session: McpSession) => Promise<T>,
  ): Promise<T> {
    const session = await connect(endpoint, headers, { timeouts: this.#timeouts, traceparent }, signal);
    try {
      return await use(session);
    } finally {
      await session.close();
    }
  }

  /** Closes what is broken, or was not used for this many milliseconds. */
  #sweep(idleLimit: number): void {
    const now = Date.now();
    for (const [key, { session }] of this.#kept) {
      if (!session || (session.usable && !(session.idle && now - session.lastUsed >= idleLimit))) continue;
      this.#kept.delete(key);
      if (session.idle) void session.close();
    }
  }

  async #named<T>({ origin, pathname }: URL, secrets: readonly string[], act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof McpFailure)) throw error;
      const verb = error.kind === 'refused' ? 'answered with an error' : 'gave no result';
      const detail = redact(`The MCP server at ${origin}${pathname} ${verb}: ${error.message}`, secrets);
      throw new McpRefusal(error, printableLine(detail, LONGEST_SENTENCE));
    }
  }
}

/** What a kept session is known by; not by the credential itself, which shall live no longer than its call. */
function keyOf({ href }: URL, apiKey: string | undefined): string {
  return apiKey === undefined ? href : `${href} ${createHash('sha256').update(apiKey).digest('base64')}`;
}

/** The MCP SDK is loaded when it is first needed: the server is ready before that. */
async function connect(
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
  connection: McpConnection,
  signal: AbortSignal,
): Promise<McpSession> {
  const { McpSession } = await import('./mcp-session.ts');
  return McpSession.connect(endpoint, headers, connection, signal);
}
