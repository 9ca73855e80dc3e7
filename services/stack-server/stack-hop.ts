import type { IncomingMessage } from 'node:http';
import { hopOf, type SeenHop } from '../../src/evidence/hop.ts';
import { parseJson } from '../../src/evidence/json.ts';
import type { Print } from '../../src/evidence/print.ts';
import { stackCredential } from '../part/reading/stack-call.ts';

/** The hop from the caller to this server, read off a request whose body is `body`. */
export function stackHop(
  request: IncomingMessage,
  body: string,
  { traceId, aside }: { readonly traceId: string; readonly aside: boolean },
  print: Print,
): SeenHop {
  const { method = '', url = '', headers } = request;
  const credential = stackCredential(headers, parseJson(body));
  return hopOf(
    {
      from: 'you',
      to: 'stack',
      seenBy: 'receiver',
      traceId,
      request: `${method} ${url}`,
      ...credential,
      // What stands beside a call need not bring any.
      ...(aside && credential.credential === '' && { carrier: '' }),
      exchange: {
        method,
        url: `http://${headers.host ?? 'localhost'}${url}`,
        headers: Object.entries(headers),
        body,
      },
      ...(aside && { aside }),
    },
    print,
  );
}
