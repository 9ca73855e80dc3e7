import type { IncomingMessage } from 'node:http';
import { hopOf, type SeenHop } from '../../src/evidence/hop.ts';
import type { Print } from '../../src/evidence/print.ts';
import { stackCredential } from '../part/reading/stack-call.ts';

/** The hop from the caller to this server, read off a request whose body is `body`. */
export function invocationHop(request: IncomingMessage, body: string, traceId: string, print: Print): SeenHop {
  const { method = '', url = '', headers } = request;
  return hopOf(
    {
      from: 'you',
      to: 'stack',
      seenBy: 'receiver',
      traceId,
      request: `${method} ${url}`,
      ...stackCredential(headers),
      exchange: {
        method,
        url: `http://${headers.host ?? 'localhost'}${url}`,
        headers: Object.entries(headers),
        body,
      },
    },
    print,
  );
}
