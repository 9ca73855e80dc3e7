import type { CustomFetch } from 'openid-client';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { redact } from '../../src/evidence/redact.ts';
import { shownHeaders } from '../../src/evidence/shown-headers.ts';
import { traceparent } from '../../src/evidence/traceparent.ts';
import { wireFetch } from '../wire/fetch.ts';
import type { LoginWitness } from './login-witness.ts';
import { seenGrant, seenPost } from './seen-post.ts';

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

/** Who hears of what goes over the wire. */
export interface FetchListeners {
  /** Is told each exchange, redacted. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  /** Is told what is posted. */
  readonly witness?: LoginWitness | undefined;
}

/** fetch for openid-client that ends with the signal, and tells what it did. */
export function recordedFetch(
  signal: AbortSignal,
  { onExchange = () => {}, witness }: FetchListeners = {},
): RecordedFetch {
  let last: LastAnswer | undefined;
  return {
    last: () => last,
    fetch: async (url, { body, headers, method }) => {
      last = undefined;
      const isPost = body instanceof URLSearchParams;
      const traced = { ...headers, ...(isPost && witness && { traceparent: traceparent(witness.traceId) }) };
      const answered = isPost ? witness?.sent?.(seenPost(url, traced, body)) : undefined;
      const response = await wireFetch(url, { body, headers: traced, method, signal });
      last = { url, status: response.status, body: await response.clone().text() };
      answered?.(seenGrant(last, response.headers));
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
