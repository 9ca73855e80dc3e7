import { createHash, randomUUID } from 'node:crypto';
import type { ClientDescription, RealmDescription, UserDescription } from '../realm.ts';
import { type Scopes, scopeClaim } from './scopes.ts';

/** Claims in the order in which Keycloak writes them. Undefined ones do not get into the token. */
export type Claims = Record<string, unknown>;

/** Everything that the tokens of one answer tell. */
export interface Grant {
  issuer: string;
  realm: RealmDescription;
  client: ClientDescription;
  user: UserDescription;
  /** The user's id, as it has one in a realm. */
  subject: string;
  sid: string;
  scopes: Scopes;
  /** Which grant issued the token; Keycloak tells it in the prefix of `jti`. */
  by: 'password' | 'refresh';
  /** Seconds since the epoch. */
  now: number;
}

/** What a client scope's mappers add to the access token, the ID token and userinfo. */
const SCOPE_CLAIMS: readonly [scope: string, claims: (user: UserDescription) => Claims][] = [
  ['microprofile-jwt', ({ username }) => ({ upn: username })],
  ['email', () => ({ email_verified: false })],
  [
    'profile',
    ({ username, firstName, lastName }) => ({
      name: `${firstName} ${lastName}`,
      preferred_username: username,
      given_name: firstName,
      family_name: lastName,
    }),
  ],
  ['email', ({ email }) => ({ email })],
];

export function userClaims(user: UserDescription, scopes: Scopes): Claims {
  return Object.assign({}, ...SCOPE_CLAIMS.filter(([scope]) => scopes.has(scope)).map(([, claims]) => claims(user)));
}

/** on-line or off-line session, regular token, resource owner or refresh token grant */
function idPrefix({ scopes, by }: Grant): string {
  return `${isOffline(scopes) ? 'of' : 'on'}rt${by === 'password' ? 'ro' : 'rt'}`;
}

export function isOffline(scopes: Scopes): boolean {
  return scopes.has('offline_access');
}

/** The audience that a scope's mapper adds, if any: without the scope the token has no `aud` at all. */
export function audienceOf({ realm: { audienceScope }, scopes }: Pick<Grant, 'realm' | 'scopes'>): string | undefined {
  return scopes.has(audienceScope.name) ? audienceScope.includedClientAudience : undefined;
}

export function accessTokenClaims(grant: Grant): Claims {
  const { issuer, realm, client, user, subject, sid, scopes, now } = grant;
  return {
    exp: now + realm.accessTokenLifespan,
    iat: now,
    jti: `${idPrefix(grant)}:${randomUUID()}`,
    iss: issuer,
    aud: audienceOf(grant),
    sub: subject,
    typ: 'Bearer',
    azp: client.clientId,
    sid,
    acr: '1',
    'allowed-origins': client.webOrigins,
    realm_access: isOffline(scopes) ? { roles: ['offline_access'] } : undefined,
    scope: scopeClaim(scopes, realm.audienceScope),
    ...userClaims(user, scopes),
  };
}

/** Keycloak's refresh token is a JWT for its own eyes. */
export function refreshTokenClaims({ issuer, realm, client, subject, sid, scopes, now }: Grant): Claims {
  return {
    exp: isOffline(scopes) ? undefined : now + realm.ssoSessionIdleTimeout,
    iat: now,
    jti: randomUUID(),
    iss: issuer,
    aud: issuer,
    sub: subject,
    typ: isOffline(scopes) ? 'Offline' : 'Refresh',
    azp: client.clientId,
    sid,
    scope: [...scopes].join(' '),
  };
}

/** OpenID Connect Core section 2; `at_hash` as in 3.1.3.6. */
export function idTokenClaims(
  { issuer, realm, client, user, subject, sid, scopes, now }: Grant,
  accessToken: string,
): Claims {
  const hash = createHash('sha256').update(accessToken).digest();
  return {
    exp: now + realm.accessTokenLifespan,
    iat: now,
    jti: randomUUID(),
    iss: issuer,
    aud: client.clientId,
    sub: subject,
    typ: 'ID',
    azp: client.clientId,
    sid,
    at_hash: hash.subarray(0, hash.length / 2).toString('base64url'),
    acr: '1',
    ...userClaims(user, scopes),
  };
}
