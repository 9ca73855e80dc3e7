import { isLoopback } from '../../wire/loopback.ts';

/**
 * Whether a client may be sent to a URI, by Keycloak's patterns: a trailing `*` stands for any path, and a loopback URI matches at any
 * port (RFC 8252 section 7.3). Never one with a fragment, a user name or a step upwards in it.
 */
export function isRedirectAllowed(patterns: readonly string[], uri: string): boolean {
  if (!URL.canParse(uri) || /#|\/\.\.?(?:[/?]|$)/.test(uri)) return false;
  const { protocol, hostname, origin, pathname, search, username, password } = new URL(uri);
  if (username !== '' || password !== '') return false;
  const asked = `${isLoopback(hostname) ? `${protocol}//${hostname}` : origin}${pathname}`;
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? asked.startsWith(pattern.slice(0, -1)) : `${asked}${search}` === pattern,
  );
}
