import { setMaxListeners } from 'node:events';
import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import type { LookupFunction } from 'node:net';
import { NoAnswer, noAnswer } from './no-answer.ts';
import { isTlsWord, plainAtTls, saysTls, speaksTls } from './plain-at-tls.ts';
import { proxyFailed, proxyLogin, proxyRefused } from './proxy.ts';
import { proxyFor } from './proxy-variables.ts';
import { wayTo } from './way-to.ts';
import { tlsOptions } from './wire-policy.ts';

/** One request. */
export interface HttpAsk {
  readonly method?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Its end ends the request. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the answer is waited for; as patient as the client where it is left out. */
  readonly timeoutMs?: number;
  /** Resolves host names in place of the system; no proxy is asked then. */
  readonly lookup?: LookupFunction;
}

/** One answer, read whole. Of any status. */
export interface HttpAnswer {
  readonly status: number;
  /** The reason phrase as the server sent it. */
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Milliseconds that an answer is waited for where nobody says how long: a busy machine answers within them. */
const PATIENCE_MS = 60_000;
/** What a timer of Node's can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Bytes of a body that are read where the caller names no other limit. */
const BODY_LIMIT = 8 * 1024 * 1024;
/** Milliseconds a connection lies idle before it is closed: less than any server waits, so that a request never meets a closing one. */
const IDLE_CONNECTION_MS = 4_000;
interface Scheme {
  readonly request: (options: RequestOptions) => ClientRequest;
  readonly agent: Agent;
  readonly options: Awaited<ReturnType<typeof tlsOptions>>;
  /** Who is asked in the server's place: over plain HTTP alone, for over TLS nobody can be. */
  readonly asked?: URL;
}

/**
 * The one way out: HTTP requests over connections that are kept open. Over node:http, since fetch takes 30 ms to load.
 * - A loopback name leads to what the bundled parts hold, never to a resolver and never to a proxy. Other hosts go through the proxy
 *   that the usual variables name (`proxy-variables.ts`).
 * - Over TLS it keeps to the policy of the process (`wire-policy.ts`).
 * - Redirects are never followed: a credential stays where it was sent. An answer of any status is an answer.
 * - A body is read up to a limit. Without an answer, a NoAnswer says why.
 */
export class HttpClient {
  readonly #schemes = new Map<string, Promise<Scheme>>();
  readonly #running = new Set<ClientRequest>();
  #patienceMs = PATIENCE_MS;
  #closed = false;

  /** Milliseconds that an answer is waited for where the request does not say. */
  get patienceMs(): number {
    return this.#patienceMs;
  }

  /** Gives up no request before a run does that has so many milliseconds. */
  waitAsLongAs(runMs: number): void {
    this.#patienceMs = Math.max(this.#patienceMs, Math.min(runMs, LONGEST_TIMER_MS));
  }

  /** The whole answer within the time; its body may have as many bytes as `bodyLimit`. */
  async send(
    url: URL,
    { bodyLimit = BODY_LIMIT, ...ask }: HttpAsk & { readonly bodyLimit?: number },
  ): Promise<HttpAnswer> {
    const answer = await this.#twiceAtMost(url, ask, true);
    const { statusCode: status = 0, statusMessage: reason = '', headers } = answer;
    const body = await readBody(answer, bodyLimit);
    if (url.protocol === 'http:' && saysTls(status, body)) throw plainAtTls();
    return { status, reason, headers, body };
  }

  /** The answer as soon as it begins, for whoever reads its body as it comes: only the beginning has to be there in time. */
  open(url: URL, ask: HttpAsk): Promise<IncomingMessage> {
    return this.#twiceAtMost(url, ask, false);
  }

  async #twiceAtMost(url: URL, ask: HttpAsk, whole: boolean): Promise<IncomingMessage> {
    const scheme = await this.#scheme(url, ask.lookup !== undefined);
    try {
      return await this.#exchange(scheme, url, ask, whole);
    } catch (error) {
      // Nothing was answered, and a GET may be sent twice (RFC 9110, section 9.2.2).
      const again = error instanceof StaleConnection && (ask.method ?? 'GET') === 'GET';
      if (again) return this.#exchange(scheme, url, ask, whole);
      throw (await this.#isPlainAtTls(url, ask, error)) ? plainAtTls(error) : error;
    }
  }

  async #isPlainAtTls(url: URL, { signal, lookup }: HttpAsk, error: unknown): Promise<boolean> {
    if (url.protocol !== 'http:' || !(error instanceof NoAnswer) || !error.cause) return false;
    const cause = error.cause as Error;
    if (isTlsWord(cause)) return true;
    if (this.#closed || signal?.aborted || lookup !== undefined || !isHangUp(cause)) return false;
    return speaksTls(url);
  }

  /** Ends what is under way and every kept connection. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const request of this.#running) request.destroy(cancelled());
    for (const scheme of this.#schemes.values()) (await scheme).agent.destroy();
  }

  /** How requests of that kind go there; no proxy is asked where `direct`. */
  #scheme(url: URL, direct: boolean): Promise<Scheme> {
    const proxy = direct ? undefined : proxyFor(url);
    const key = `${url.protocol} ${proxy?.href ?? ''}`;
    const known = this.#schemes.get(key);
    if (known) return known;
    const scheme = loadScheme(url.protocol === 'https:', proxy);
    this.#schemes.set(key, scheme);
    return scheme;
  }

  #exchange(
    { request, agent, options, asked }: Scheme,
    url: URL,
    ask: HttpAsk,
    whole: boolean,
  ): Promise<IncomingMessage> {
    const { method = 'GET', headers, body, signal, timeoutMs = this.#patienceMs, lookup } = ask;
    return new Promise((resolve, reject) => {
      if (this.#closed || signal?.aborted) {
        reject(cancelled(signal?.reason));
        return;
      }
      const sent = request({
        ...wayTo(asked ?? url, lookup),
        ...options,
        // To a proxy in its absolute form (RFC 9112, section 3.2.2).
        path: `${asked ? url.origin : ''}${url.pathname}${url.search}`,
        method,
        agent,
        headers: {
          ...(asked && { host: url.host, ...proxyLogin(asked) }),
          ...headers,
          ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        },
      } as RequestOptions);
      this.#running.add(sent);
      let answer: IncomingMessage | undefined;
      const fail = (error: NoAnswer) => {
        reject(error);
        (answer ?? sent).destroy(error);
      };
      const onAbort = () => fail(cancelled(signal?.reason));
      const timer = setTimeout(() => fail(late(timeoutMs, answer !== undefined)), timeoutMs);
      if (signal) setMaxListeners(0, signal); // as many as there are requests under way
      signal?.addEventListener('abort', onAbort, { once: true });
      sent
        .on('error', (error: Error) => {
          const why = asked ? proxyFailed(asked, error) : noAnswer(error);
          reject(
            sent.reusedSocket && isHangUp(error) ? new StaleConnection('answer', why.message, { cause: error }) : why,
          );
        })
        .on('close', () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          this.#running.delete(sent);
          reject(new NoAnswer('answer', 'the connection was closed'));
        })
        // A 101 that nobody asked for is followed by no answer.
        .on('upgrade', (_, socket) => {
          socket.destroy();
          fail(new NoAnswer('answer', 'it answered 101 Switching Protocols'));
        })
        .on('response', (response: IncomingMessage) => {
          answer = response;
          if (asked && response.statusCode === 407) return fail(proxyRefused(asked, 407, response.statusMessage ?? ''));
          if (!whole) clearTimeout(timer);
          resolve(response);
        })
        .end(body);
    });
  }
}

/** The client of a process, which ends with it. A part that is started and ended within one has a client of its own. */
export const wire = new HttpClient();

/** A kept connection that the server closed just as it was used again. */
class StaleConnection extends NoAnswer {}

/** What comes of a body. Throws NoAnswer of stage `size` where it has more bytes than the limit. */
export function readBody(answer: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const closed = () => reject(new NoAnswer('answer', 'the connection was closed'));
    if (answer.destroyed) return closed();
    answer
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) answer.destroy(new NoAnswer('size', `the answer is larger than ${limit} bytes`));
        else chunks.push(chunk);
      })
      .on('error', (error) => reject(noAnswer(error)))
      .on('close', closed)
      .on('end', () => resolve(Buffer.concat(chunks)));
  });
}

/** Requests of one kind: over connections that are kept open, by way of a proxy where there is one. */
async function loadScheme(isTls: boolean, proxy: URL | undefined): Promise<Scheme> {
  const overTls = isTls || proxy?.protocol === 'https:';
  const [module, options] = await Promise.all([
    overTls ? import('node:https') : import('node:http'),
    overTls ? tlsOptions() : {},
  ]);
  const { request } = module;
  const agent = new module.Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS });
  if (!proxy) return { request, agent, options };
  if (!isTls) return { request, agent, options, asked: proxy };
  const { throughTunnels } = await import('./tunnels.ts');
  return { request, agent: throughTunnels(agent, proxy), options };
}

function isHangUp(error: Error): boolean {
  return ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function late(ms: number, begun: boolean): NoAnswer {
  const time = ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
  return new NoAnswer('timeout', begun ? `the answer was not complete within ${time}` : `no answer within ${time}`);
}

function cancelled(cause?: unknown): NoAnswer {
  return new NoAnswer('cancelled', 'the request was cancelled', { cause });
}
