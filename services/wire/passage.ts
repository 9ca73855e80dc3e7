import { Agent, type AgentOptions, type ClientRequest, globalAgent, type RequestOptions, request } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { wayTo } from './http.ts';
import { isLoopback, withoutBrackets } from './loopback.ts';

/** Bytes of an answer's head. */
const LONGEST_HEAD = 128 * 1024;

/** Fields as they are on the wire: name, value, name, value, in their order and case. */
export type RawFields = readonly string[];

interface Scheme {
  readonly Agent: new (options: AgentOptions) => Agent;
  readonly request: (options: RequestOptions) => ClientRequest;
}

/**
 * A way to one server for messages that somebody else wrote and that are passed on as they are. It keeps the rules of the one client: a loopback
 * name leads to loopback without a resolver and without a proxy, another host through the proxy that Node was told to use; no redirect is followed.
 * Unlike the client it adds no field, sets no limit on time and sends nothing twice; it has one connection, so that what the server says of a
 * connection, and its end, can be handed on to the one connection at the other side.
 */
export class Passage {
  readonly #to: URL;
  readonly #scheme: Scheme;
  readonly #agent: Agent;
  readonly #known = new WeakSet<Socket>();
  readonly #onClosed: () => void;

  /** `onClosed` is told when the server has closed the connection. */
  constructor(to: URL, scheme: Scheme, onClosed: () => void) {
    this.#to = to;
    this.#scheme = scheme;
    this.#onClosed = onClosed;
    const { proxyEnv } = (globalAgent as Agent & { options: { proxyEnv?: unknown } }).options;
    const viaProxy = !isLoopback(to.hostname) && proxyEnv !== undefined;
    this.#agent = new scheme.Agent({ keepAlive: true, maxSockets: 1, ...(viaProxy && { proxyEnv }) } as AgentOptions);
    // The server ends an idle connection when it likes, and not before: a request may be on its way from the other side.
    this.#agent.keepSocketAlive = () => true;
  }

  /** A request of which nothing has been sent. Throws where the path or a field can stand in none. */
  open(method: string, path: string, fields: RawFields): ClientRequest {
    const sent = this.#scheme.request({
      ...wayTo(this.#to),
      // Whom its certificate has to name, whatever the caller has in Host.
      servername: isIP(withoutBrackets(this.#to.hostname)) === 0 ? this.#to.hostname : '',
      method,
      path,
      agent: this.#agent,
      setHost: false,
      maxHeaderSize: LONGEST_HEAD,
    } as RequestOptions);
    // What Node would add of its own.
    for (const name of ['connection', 'content-length', 'transfer-encoding']) sent.removeHeader(name);
    for (const [name, values] of grouped(fields)) sent.setHeader(name, values);
    return sent.once('socket', (socket: Socket) => {
      if (this.#known.has(socket)) return;
      this.#known.add(socket);
      socket.setNoDelay(true).once('close', this.#onClosed);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The scheme of a URL. TLS is loaded where it is needed. */
export async function schemeOf({ protocol }: URL): Promise<Scheme> {
  return protocol === 'https:' ? import('node:https') : { Agent, request };
}

/** Lines of one name side by side, at the place and in the case of the first: the order among different names says nothing (RFC 9110, section 5.3). */
function grouped(fields: RawFields): Iterable<readonly [name: string, values: string | string[]]> {
  const byName = new Map<string, readonly [name: string, values: string[]]>();
  for (let at = 0; at < fields.length; at += 2) {
    const [name = '', value = ''] = [fields[at], fields[at + 1]];
    const known = byName.get(name.toLowerCase());
    if (known) known[1].push(value);
    else byName.set(name.toLowerCase(), [name, [value]]);
  }
  return Array.from(
    byName.values(),
    ([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')] as const,
  );
}
