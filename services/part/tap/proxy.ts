import { createServer } from 'node:net';
import { connectionsTo } from '../../wire/connection.ts';
import type { Server } from '../../wire/listen.ts';
import { hostFor } from './gateway.ts';
import type { LookOn } from './onlooker.ts';
import { Pair } from './pair.ts';
import type { Recording } from './recording.ts';

/** A proxy that does not listen yet. */
export interface Proxy {
  readonly server: Server;
  /** What it calls itself in Via. */
  name: string;
}

/**
 * An HTTP/1.1 gateway (RFC 9110, section 3.7) that changes nothing but what it has to: each request goes on to `to` as it came, each answer back,
 * both as they come; what comes from callers is kept in `recording`, where there is one. Whoever goes away on one side is missed on the other.
 */
export async function createProxy(to: URL, lookOn: LookOn, recording?: Recording): Promise<Proxy> {
  const connect = await connectionsTo(to);
  const pairs = new Set<Pair>();
  const proxy = { to, host: hostFor(to), connect, lookOn, recording, name: 'tutorial-tui' };
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (caller) => {
    const pair = new Pair(caller, proxy);
    pairs.add(pair);
    caller.once('close', () => pairs.delete(pair));
  });
  const closeAllConnections = () => {
    for (const pair of pairs) pair.close();
  };
  return Object.assign(proxy, { server: Object.assign(server, { closeAllConnections }) });
}
