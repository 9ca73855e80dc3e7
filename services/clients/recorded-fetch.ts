import type { CustomFetch } from 'openid-client';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { masker, redact } from '../../src/evidence/redact.ts';
import { secretsSent } from '../../src/evidence/sent-secrets.ts';
import { shownHeaders } from '../../src/evidence/shown-headers.ts';
import { traceparent } from '../../src/evidence/traceparent.ts';
import { wireFetch } from '../wire/fetch.ts';
import type { LoginWitness } from './login-witness.ts';
import { seenGrant, seenPost } from './seen-post.ts';

/** The last answer that came, without the secrets that were sent for it, for whoever has to say why something failed. */
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

/**
 * fetch for openid-client that ends with the signal, and tells what it did. What a provider says instead of an answer may repeat what it was sent in
 * this login: it comes back masked, before anybody makes words of it.
 */
export function recordedFetch(
  signal: AbortSignal,
  { onExchange = () => {}, witness }: FetchListeners = {},
): RecordedFetch {
  let last: LastAnswer | undefined;
  const sent = new Set<string>();
  return {
    last: () => last,
    fetch: async (url, { body, headers, method }) => {
      last = undefined;
      const isPost = body instanceof URLSearchParams;
      const traced = { ...headers, ...(isPost && witness && { traceparent: traceparent(witness.traceId) }) };
      const answered = isPost ? witness?.sent?.(seenPost(url, traced, body)) : undefined;
      for (const secret of secretsSent({ url, headers: Object.entries(headers), ...(isPost && { form: body }) }))
        sent.add(secret);
      const masked = masker([...sent]);
      const shown = (text: string) => redact(masked(text));
      const response = await wireFetch(url, { body, headers: traced, method, signal });
      const { status, headers: came } = response;
      const text = await response.clone().text();
      last = { url, status, body: masked(text) };
      answered?.(seenGrant({ status, body: text }, came));
      onExchange({
        request: {
          method,
          url: shown(url),
          headers: shownHeaders(Object.entries(headers), shown),
          ...(isPost && { body: shown(body.toString()) }),
        },
        response: { status, headers: shownHeaders(came, shown), body: redact(last.body) },
      });
      const isAnswer = status < 400 && parseJson(text) !== undefined;
      return isAnswer ? response : new Response(last.body, { status, headers: came });
    },
  };
}
