import { AUTHORIZATION, KEYS } from './shown-headers.ts';

/** What of a request's headers is secret, in every form in which the server that it goes to gets to know it. */
export function secretsInHeaders(headers: Iterable<readonly [string, unknown]>): readonly string[] {
  return [...headers].flatMap(([name, value]) => {
    if (AUTHORIZATION.test(name)) return secretsInHeader(String(value));
    return KEYS.test(name) ? [String(value)] : [];
  });
}

/**
 * The secrets in a header that shows a credential: the value, what stands behind its scheme (RFC 9110, section 11.4) and, of Basic, the pair and its
 * password (RFC 7617, section 2), also as a form's field has it (RFC 6749, section 2.3.1).
 */
export function secretsInHeader(value: string): readonly string[] {
  const [, scheme = '', credential = ''] = /^(\S+) +(\S.*)$/.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'basic') return [value, credential];
  const pair = Buffer.from(credential, 'base64').toString();
  const password = pair.slice(pair.indexOf(':') + 1);
  const decoded = new URLSearchParams(`password=${password.replaceAll('&', '%26')}`).getAll('password');
  return [value, credential, pair, password, ...decoded];
}
