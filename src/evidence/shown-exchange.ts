import type { Exchange } from './exchange.ts';
import { secretsInHeaders } from './header-secrets.ts';
import { LONGEST_TEXT } from './printable.ts';
import { redactor } from './redact.ts';
import { shownHeaders } from './shown-headers.ts';

type Headers = Iterable<readonly [string, unknown]>;

/** A request as it was sent, and its answer as it came; `secrets` is what nobody may see of either, beside what its headers show. */
export interface MadeExchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body?: string;
  };
  readonly response: { readonly status: number; readonly headers: Headers; readonly body: string };
  readonly secrets: readonly string[];
}

/** The same as evidence may show it. */
export function shownExchange({ request, response, secrets }: MadeExchange): Exchange {
  const redact = redactor([...secrets, ...secretsInHeaders(request.headers)]);
  const masked = (text: string) => redact(text).slice(0, LONGEST_TEXT);
  return {
    request: {
      method: request.method,
      url: masked(request.url),
      headers: shownHeaders(request.headers, redact),
      ...(request.body !== undefined && { body: masked(request.body) }),
    },
    response: {
      status: response.status,
      headers: shownHeaders(response.headers, redact),
      body: masked(response.body),
    },
  };
}
