import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback } from '../../wire/loopback.ts';
import { schemeOf } from '../../wire/passage.ts';
import { passedOn, valuesOf } from './fields.ts';
import type { LookOn } from './onlooker.ts';
import { Pair } from './pair.ts';
import { passThrough } from './pass-through.ts';
import { refuseAtTap } from './refuse.ts';

/** Bytes of a request's head: more than servers take, so that they say so and not the tap. */
const LONGEST_HEAD = 128 * 1024;
/** Milliseconds for a request's head. */
const HEAD_MS = 60_000;

/** A proxy that does not listen yet. */
export interface Proxy {
  readonly server: Server;
  /** What it calls itself in Via. */
  name: string;
}

/**
 * An HTTP/1.1 gateway (RFC 9110, section 3.7) that changes nothing but what it has to: each request goes on to `to` as it came, each answer back,
 * both as they come, nothing is gathered. Whoever goes away on one side is missed on the other.
 */
export async function createProxy(to: URL, lookOn: LookOn): Promise<Proxy> {
  const scheme = await schemeOf(to);
  const pairs = new WeakMap<Socket, Pair>();
  const pairOf = (socket: Socket): Pair => {
    const pair = pairs.get(socket) ?? new Pair(socket, to, scheme);
    pairs.set(socket, pair);
    return pair;
  };

  // No limit on how long an exchange takes: a stream may be open for as long as both sides like.
  const server = createServer({
    maxHeaderSize: LONGEST_HEAD,
    headersTimeout: HEAD_MS,
    requestTimeout: 0,
    keepAliveTimeout: 0,
    keepAlive: true,
    noDelay: true,
    requireHostHeader: false,
  });
  const proxy: Proxy = { server, name: 'tutorial-tui' };
  const pass = (request: IncomingMessage, response: ServerResponse): void => {
    const refusal = refusalOf(request, to, proxy.name);
    if (refusal) {
      refuseAtTap(response, ...refusal);
      return;
    }
    const pair = pairOf(request.socket);
    pair.begin(response);
    const fields = asGateway(request, to, proxy.name);
    try {
      const sent = pair.passage.open(request.method ?? 'GET', request.url ?? '/', fields);
      passThrough({ request, response, sent, to, onlooker: lookOn(request) });
    } catch (error) {
      refuseAtTap(response, 400, `This request cannot be passed on: ${(error as Error).message}`);
    }
  };
  server.on('request', pass).on('checkContinue', pass).on('checkExpectation', pass);
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n'));
  return proxy;
}

/**
 * Host stays as it is where the server is on this machine: it then names the tap in what it makes of it, redirects and the endpoint of an SSE
 * session, and nobody is led around the tap. Elsewhere a host is often one of several at its address, and Host has to name it. Via is what a
 * gateway must add to a request (RFC 9110, section 7.6.3).
 */
function asGateway({ rawHeaders, httpVersion }: IncomingMessage, to: URL, name: string): string[] {
  const fields = passedOn(rawHeaders);
  if (!isLoopback(to.hostname))
    for (let at = 0; at < fields.length; at += 2) if (fields[at]?.toLowerCase() === 'host') fields[at + 1] = to.host;
  fields.push('Via', `${httpVersion} ${name}`);
  return fields;
}

function refusalOf({ url = '', rawHeaders }: IncomingMessage, to: URL, name: string): [number, string] | undefined {
  // A client that takes it for its proxy means other servers; what it sends them is not for this one.
  if (!url.startsWith('/') && url !== '*') return [421, `This is a tap before ${to.origin}, and no proxy for others.`];
  const ways = valuesOf(rawHeaders, 'via').flatMap((value) => value.split(','));
  if (ways.some((way) => way.trim().endsWith(` ${name}`)))
    return [508, 'This request has come through this tap before.'];
  return undefined;
}
