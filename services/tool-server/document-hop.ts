import { hopOf, type SeenHop } from '../../src/evidence/hop.ts';
import type { Print } from '../../src/evidence/print.ts';

/** A document that the tool asks its identity provider for. */
export interface DocumentAsk {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the call that it is asked for; undefined where for none. */
  readonly traceId: string | undefined;
}

/** The hop from the tool to its identity provider, which may be one that tells nothing. Everybody may read what is asked for. */
export function documentHop({ url, headers, traceId }: DocumentAsk, print: Print): SeenHop {
  return hopOf(
    {
      from: 'tool',
      to: 'identity',
      seenBy: 'sender',
      traceId,
      request: `GET ${url.pathname}`,
      carrier: '',
      credential: '',
      exchange: { method: 'GET', url: url.href, headers: Object.entries(headers) },
      aside: true,
    },
    print,
  );
}
