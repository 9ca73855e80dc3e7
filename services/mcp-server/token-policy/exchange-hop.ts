import { hopOf, type SeenAnswer, type SeenHop } from '../../../src/evidence/hop.ts';
import type { Print } from '../../../src/evidence/print.ts';
import type { Secret } from '../../../src/evidence/secret.ts';
import type { HttpAnswer } from '../../wire/http.ts';
import type { Exchanged, ExchangeRequest } from './exchange-request.ts';

/** An exchange as this server sends it. */
export interface SentExchange {
  readonly url: URL;
  readonly request: ExchangeRequest;
  readonly subject: Secret;
  readonly traceId: string;
}

/** The hop from this server to the identity provider: it carries the subject token. */
export function exchangeHop({ url, request, subject, traceId }: SentExchange, print: Print): SeenHop {
  const { method, headers, body, secrets } = request;
  return hopOf(
    {
      from: 'mcp',
      to: 'identity',
      seenBy: 'sender',
      traceId,
      request: `${method} ${url.pathname}`,
      carrier: 'form field subject_token',
      credential: subject.reveal(),
      secrets,
      exchange: { method, url: url.href, headers: Object.entries(headers), body },
    },
    print,
  );
}

/** What the provider made of it, for the hop. */
export function seenExchanged(exchanged: Exchanged, { status, headers, body }: HttpAnswer): SeenAnswer {
  const issued = 'issued' in exchanged ? exchanged.issued.reveal() : undefined;
  return {
    status: String(status),
    ok: issued !== undefined,
    text: 'refusal' in exchanged ? exchanged.refusal : 'an exchanged token',
    issued,
    exchange: { status, headers: Object.entries(headers), body: body.toString('utf8') },
  };
}

/** That no answer came. */
export function unanswered(error: Error): SeenAnswer {
  return { status: 'none', ok: false, text: error.message, exchange: undefined };
}
