import type { RealmRequest } from '../realm-request.ts';

/** Keycloak's names: which browser a login was begun in, and which is logged in. */
export type CookieName = 'AUTH_SESSION_ID' | 'KEYCLOAK_IDENTITY';

/** As we make them; what looks otherwise is another server's of the same host, or too long to be kept. */
const VALUE = /^[\w-]{43}$/;

/** The value of a cookie of ours (RFC 6265 section 5.4). */
export function cookieOf({ request }: RealmRequest, name: CookieName): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(/; */).map((pair) => pair.split('=', 2));
  return pairs.find(([given, value = '']) => given === name && VALUE.test(value))?.[1];
}

/**
 * The header that sets a cookie. Without Secure, which some browsers do not take over plain http, not even from this machine; Lax, so that it comes
 * along when a client sends the browser here, and with no request that another site makes.
 */
export function setCookie({ state }: RealmRequest, name: CookieName, value: string): Record<string, string> {
  return { 'set-cookie': `${name}=${value}; Path=/realms/${state.realm.realm}/; HttpOnly; SameSite=Lax` };
}
