import { type Answer, empty } from '../answer.ts';
import { formPostPage } from '../pages/form-post-page.ts';

/** Where a browser is sent back to, and how it is told what (OAuth 2.0 Multiple Response Type Encoding Practices, section 2.1). */
export interface CallbackTarget {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly mode: 'query' | 'fragment' | 'form_post';
}

/** Sends the browser back to its client with what it is to be told: undefined values are left out. */
export function callback(
  { redirectUri, mode }: CallbackTarget,
  told: Readonly<Record<string, string | undefined>>,
): Answer {
  const target = new URL(redirectUri);
  const pairs = Object.entries(told).filter((pair): pair is [string, string] => pair[1] !== undefined);
  if (mode === 'form_post') return formPostPage(target.href, new Map(pairs));
  const written = new URLSearchParams(mode === 'fragment' ? '' : target.search);
  for (const [name, value] of pairs) written.append(name, value);
  if (mode === 'fragment') target.hash = written.toString();
  else target.search = written.toString();
  return empty(302, { location: target.href, 'cache-control': 'no-store, must-revalidate, max-age=0' });
}

/** Tells a client why there is no code (RFC 6749 section 4.1.2.1), and who says so (RFC 9207). */
export function refuseTo(target: CallbackTarget, issuer: string, error: string, description?: string): Answer {
  return callback(target, { error, error_description: description, state: target.state, iss: issuer });
}
