import type { Agent, ClientRequest, IncomingHttpHeaders, RequestOptions } from 'node:http';
import type { LookupFunction } from 'node:net';

export interface GetOptions {
  headers: Readonly<Record<string, string>>;
  /** Milliseconds until the whole answer must be there. */
  timeoutMs: number;
  /** Largest body that is read, in bytes. */
  bodyLimit: number;
  /** Its end ends the request. */
  signal?: AbortSignal;
  /** Resolves host names in place of dns.lookup. */
  lookup?: LookupFunction;
}

export interface GetAnswer {
  status: number;
  /** The reason phrase as the server sent it. */
  reason: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Why a GET has no answer: how far it came, and what the system said. */
export class GetError extends Error {
  readonly stage: 'resolve' | 'connect' | 'answer' | 'timeout' | 'size' | 'cancelled';

  constructor(stage: GetError['stage'], message: string, cause?: unknown) {
    super(message, { cause });
    this.stage = stage;
  }
}

/** A kept connection that the server closed just as it was used again. */
class StaleConnection extends GetError {}

interface Scheme {
  request: (options: RequestOptions) => ClientRequest;
  agent: Agent;
}

/**
 * GETs over connections that are kept open, with a time limit and a size limit. Redirects are never followed and no proxy is used.
 * node:http rather than fetch: the servers have it loaded already, which makes their start shorter.
 */
export class HttpGetter {
  readonly #schemes = new Map<string, Promise<Scheme>>();
  #closed = false;

  /** The answer, whatever its status. Throws GetError. */
  async get(url: URL, options: GetOptions): Promise<GetAnswer> {
    const scheme = await this.#scheme(url.protocol);
    if (this.#closed) throw cancelled();
    try {
      return await exchange(scheme, url, options);
    } catch (error) {
      // Nothing was answered, and a GET may be sent twice (RFC 9110, section 9.2.2).
      if (error instanceof StaleConnection && !this.#closed) return await exchange(scheme, url, options);
      throw error;
    }
  }

  /** Ends what is under way and every kept connection. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const scheme of this.#schemes.values()) (await scheme).agent.destroy();
  }

  #scheme(protocol: string): Promise<Scheme> {
    const known = this.#schemes.get(protocol);
    if (known) return known;
    const loaded = protocol === 'https:' ? import('node:https') : import('node:http');
    const scheme = loaded.then(({ Agent, request }) => ({ request, agent: new Agent({ keepAlive: true }) }));
    this.#schemes.set(protocol, scheme);
    return scheme;
  }
}

function exchange({ request, agent }: Scheme, url: URL, options: GetOptions): Promise<GetAnswer> {
  const { timeoutMs, bodyLimit, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled());
      return;
    }
    const sent = request({
      ...target(url),
      agent,
      headers: options.headers,
      ...(options.lookup && { lookup: options.lookup }),
    });
    const settle = () => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: GetError) => {
      settle();
      reject(error);
      sent.destroy();
    };
    const onAbort = () => fail(cancelled());
    const deadline = setTimeout(() => fail(new GetError('timeout', `no answer within ${timeoutMs} ms`)), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    sent.on('error', (error) => fail(asGetError(error, sent.reusedSocket)));
    sent.on('response', (response) => {
      const { statusCode: status = 0, statusMessage: reason = '', headers } = response;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > bodyLimit) fail(new GetError('size', `the answer is larger than ${bodyLimit} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', (error) => fail(asGetError(error, false)));
      response.on('end', () => {
        settle();
        resolve({ status, reason, headers, body: Buffer.concat(chunks) });
      });
    });
    sent.end();
  });
}

/** Where a URL leads. Its user name and password, if any, are not sent. */
function target({ protocol, hostname, port, pathname, search }: URL): RequestOptions {
  return { method: 'GET', protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, path: pathname + search };
}

function asGetError(error: Error, reused: boolean): GetError {
  const [first = error] = error instanceof AggregateError ? error.errors : [error];
  const { code, syscall } = first as NodeJS.ErrnoException;
  // A host with two addresses gives one error for each, and the sum of them has no message.
  const message =
    error instanceof AggregateError ? error.errors.map((one: Error) => one.message).join(', ') : error.message;
  if (syscall === 'getaddrinfo') return new GetError('resolve', message, error);
  if (syscall === 'connect') return new GetError('connect', message, error);
  if (reused && (code === 'ECONNRESET' || code === 'EPIPE')) return new StaleConnection('answer', message, error);
  return new GetError('answer', message, error);
}

function cancelled(): GetError {
  return new GetError('cancelled', 'the request was cancelled');
}
