import type { CustomFetch } from 'openid-client';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { redact } from '../../src/evidence/redact.ts';
import { shownHeaders } from '../../src/evidence/shown-headers.ts';
import { wireFetch } from '../wire/fetch.ts';

/** The last answer that came, for whoever has to say why something failed. */
export interface LastAnswer {
  url: string;
  status: number;
  body: string;
}

/** A fetch that remembers the last answer, which openid-client does not give away where it refuses one. */
export interface RecordedFetch {
  fetch: CustomFetch;
  last(): LastAnswer | undefined;
}

/** fetch for openid-client that ends with the signal, and tells each exchange, redacted. */
export function recordedFetch(signal: AbortSignal, onExchange: (exchange: Exchange) => void = () => {}): RecordedFetch {
  let last: LastAnswer | undefined;
  return {
    last: () => last,
    fetch: async (url, { body, headers, method }) => {
      last = undefined;
      const response = await wireFetch(url, { body, headers, method, signal });
      last = { url, status: response.status, body: await response.clone().text() };
      onExchange({
        request: { method, url: redact(url), headers: shownHeaders(Object.entries(headers)), ...shownBody(body) },
        response: { status: last.status, headers: shownHeaders(response.headers), body: redact(last.body) },
      });
      return response;
    },
  };
}

/** openid-client percent-encodes its forms, so that a credential ends where redact() takes it to end. */
function shownBody(body: unknown): { body?: string } {
  return body instanceof URLSearchParams ? { body: redact(body.toString()) } : {};
}
