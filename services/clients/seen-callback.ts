import type { IncomingHttpHeaders } from 'node:http';
import { maskedIn } from '../../src/evidence/form-credential.ts';
import type { SeenAnswer, SeenRequest } from '../../src/evidence/hop.ts';
import type { CallbackPage } from './callback-page.ts';

/** The authorization request (RFC 6749 section 4.1.1): an address, which the client hands to the browser. */
export function seenAddress(address: URL): SeenRequest {
  return {
    from: 'you',
    to: 'browser',
    seenBy: 'sender',
    request: `open ${address.origin}${address.pathname}`,
    carrier: 'the address, with a challenge and a state',
    credential: '',
    secrets: maskedIn(address.searchParams),
    exchange: { method: 'GET', url: address.href, headers: [] },
  };
}

/** What the browser brings back (section 4.1.2). */
export function seenArrival(url: URL, headers: IncomingHttpHeaders): SeenRequest {
  const code = url.searchParams.get('code');
  const error = url.searchParams.get('error');
  return {
    from: 'browser',
    to: 'you',
    seenBy: 'receiver',
    request: `GET ${url.pathname}`,
    carrier: code === null ? `query error ${error ?? ''}`.trim() : 'query code',
    credential: code ?? '',
    ...(code !== null && { shownAs: '***' }),
    secrets: maskedIn(url.searchParams),
    exchange: { method: 'GET', url: url.href, headers: Object.entries(headers) },
  };
}

/** The page that it was shown for it. */
export function seenPage({ status, headers, body, heading }: CallbackPage): SeenAnswer {
  const exchange = { status, headers: Object.entries(headers), body };
  return { status: String(status), ok: status < 400, text: heading, exchange };
}
