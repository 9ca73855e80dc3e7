import { formCredential, maskedIn } from '../../../src/evidence/form-credential.ts';
import type { SeenAnswer, SeenRequest } from '../../../src/evidence/hop.ts';
import type { HttpAnswer } from '../../wire/http.ts';
import { readPage } from './read-page.ts';

/** A page that a browser asks the identity provider for, or a form that it sends there. */
export function seenPageRequest(
  url: URL,
  { method, headers }: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
  form = new URLSearchParams(),
): SeenRequest {
  const { secrets, ...credential } = formCredential(form);
  return {
    from: 'browser',
    to: 'identity',
    seenBy: 'sender',
    request: `${method} ${url.pathname}`,
    ...credential,
    secrets: [...secrets, ...maskedIn(url.searchParams)],
    exchange: {
      method,
      url: url.href,
      headers: Object.entries(headers),
      ...(form.size > 0 && { body: form.toString() }),
    },
  };
}

/** What came of it: where it leads, or what the page says. */
export function seenPageAnswer({ status, headers, body }: HttpAnswer): SeenAnswer {
  const { location } = headers;
  const page = body.toString();
  const { heading, error } = readPage(page);
  const text = location === undefined ? [heading, error].filter(Boolean).join(': ') : `on to ${placeOf(location)}`;
  return {
    status: String(status),
    ok: status < 400,
    text,
    exchange: { status, headers: Object.entries(headers), body: page },
  };
}

/** A page's address, without what stands in its query. */
function placeOf(location: string): string {
  return location.split(/[?#]/, 1)[0] ?? '';
}
