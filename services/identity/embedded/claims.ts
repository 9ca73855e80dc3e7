import { createHash, randomUUID } from 'node:crypto';
import { audiencesOf, lifespanOf } from '../plan-lookup.ts';
import type { ClientPlan, RealmPlan } from '../realm-plan.ts';
import type { UserDescription } from '../user.ts';
import { type Scopes, scopeClaim } from './scopes.ts';

/** Claims in the order in which Keycloak writes them. Undefined ones do not get into the token. */
export type Claims = Record<string, unknown>;

/** Everything that the tokens of one answer tell. */
export interface Granted {
  issuer: string;
  realm: RealmPlan;
  client: ClientPlan;
  user: Person;
  /** The user's id, as it has one in a realm. */
  subject: string;
  /** Of the session; undefined where a client asked for itself. */
  sid: string | undefined;
  scopes: Scopes;
  /** Which grant issued the token; Keycloak tells it in the prefix of `jti`. */
  by: keyof typeof PREFIXES;
  /** When the user showed who they are on a page, in seconds since the epoch. */
  authTime?: number | undefined;
  /** What the client wants to find in the ID token (OpenID Connect Core section 3.1.2.1). */
  nonce?: string | undefined;
  /** Seconds since the epoch. */
  now: number;
  /** The address of a client that asked for itself. */
  from?: string;
  /** Whom an exchanged token is for, out of those that its scopes name; all of them where it names none. */
  audiences?: readonly string[];
  /** Of an exchanged token: whether its session is an off-line one. */
  offlineSession?: boolean;
}

/** Of whom a token speaks: a user, or a client that speaks for itself, and has no name beside that. */
export type Person = UserDescription | Pick<UserDescription, 'username'>;

/** What a client is as a user of its own. */
export function serviceAccount({ id }: Pick<ClientPlan, 'id'>): Person {
  return { username: `service-account-${id}` };
}

/** Of whom a token speaks, by its `sub`. */
export function personOf(
  { user, serviceAccounts }: { user: UserDescription; serviceAccounts: Readonly<Record<string, string>> },
  sub: unknown,
): Person {
  const [id] = Object.entries(serviceAccounts).find(([, each]) => each === sub) ?? [];
  return id === undefined ? user : serviceAccount({ id });
}

/** What a client scope's mappers add to the access token, the ID token and userinfo. */
const SCOPE_CLAIMS: readonly [scope: string, claims: (user: Partial<UserDescription>) => Claims][] = [
  ['microprofile-jwt', ({ username }) => ({ upn: username })],
  ['email', () => ({ email_verified: false })],
  [
    'profile',
    ({ username, firstName, lastName }) => ({
      name: firstName && `${firstName} ${lastName}`,
      preferred_username: username,
      given_name: firstName,
      family_name: lastName,
    }),
  ],
  ['email', ({ email }) => ({ email })],
];

/** What a token says of the user, by the scopes that it was asked for with. */
export function userClaims(user: Person, scopes: Scopes): Claims {
  return Object.assign({}, ...SCOPE_CLAIMS.filter(([scope]) => scopes.has(scope)).map(([, claims]) => claims(user)));
}

/** How Keycloak abbreviates a grant in `jti`. */
const PREFIXES = { password: 'ro', refresh: 'rt', client: 'cc', code: 'ac', device: 'dg', exchange: 'te' };

/** on-line, off-line or transient session, of which an exchange sees only its own moment; regular token; grant */
function idPrefix({ scopes, by, sid, offlineSession }: Granted): string {
  const exchanged = offlineSession ? 'ft' : 'nt';
  const session = by === 'exchange' ? exchanged : isOffline(scopes) ? 'of' : 'on';
  return `${sid === undefined ? 'tr' : session}rt${PREFIXES[by]}`;
}

/** Whether the session outlives a logout elsewhere (OpenID Connect Core, section 11). */
export function isOffline(scopes: Scopes): boolean {
  return scopes.has('offline_access');
}

/** The audience that the mappers of the scopes add, if any: without such a scope the token has no `aud` at all. One is no list, as Keycloak writes it. */
export function audienceOf({
  realm,
  scopes,
  audiences = [],
}: Pick<Granted, 'realm' | 'scopes' | 'audiences'>): string | string[] | undefined {
  const granted = Object.values(realm.scopes).filter(({ name }) => scopes.has(name));
  const named = [...new Set(granted.flatMap((scope) => audiencesOf(realm, scope)))];
  const all = audiences.length > 0 ? named.filter((id) => audiences.includes(id)) : named;
  return all.length > 1 ? all : all[0];
}

/** The claims of an access token, in the order in which Keycloak writes them. Times in seconds since the epoch. */
export function accessTokenClaims(grant: Granted): Claims {
  const { issuer, realm, client, user, subject, sid, scopes, now, by, from, authTime } = grant;
  return {
    exp: now + lifespanOf(realm, client),
    iat: now,
    auth_time: authTime,
    jti: `${idPrefix(grant)}:${randomUUID()}`,
    iss: issuer,
    aud: audienceOf(grant),
    sub: subject,
    typ: 'Bearer',
    azp: client.id,
    sid,
    acr: '1',
    'allowed-origins': client.webOrigins?.length ? client.webOrigins : undefined,
    realm_access: isOffline(scopes) ? { roles: ['offline_access'] } : undefined,
    scope: scopeClaim(scopes, realm),
    clientHost: from,
    ...userClaims(user, scopes),
    clientAddress: from,
    client_id: by === 'client' ? client.id : undefined,
  };
}

/** Keycloak's refresh token is a JWT for its own eyes. */
export function refreshTokenClaims({ issuer, realm, client, subject, sid, scopes, now }: Granted): Claims {
  return {
    exp: isOffline(scopes) ? undefined : now + realm.ssoSessionIdleTimeout,
    iat: now,
    jti: randomUUID(),
    iss: issuer,
    aud: issuer,
    sub: subject,
    typ: isOffline(scopes) ? 'Offline' : 'Refresh',
    azp: client.id,
    sid,
    scope: [...scopes].join(' '),
  };
}

/** OpenID Connect Core section 2; `at_hash` as in 3.1.3.6, where an access token comes with it. */
export function idTokenClaims(
  { issuer, realm, client, user, subject, sid, scopes, now, authTime, nonce }: Granted,
  accessToken?: string,
): Claims {
  return {
    exp: now + lifespanOf(realm, client),
    iat: now,
    auth_time: authTime,
    jti: randomUUID(),
    iss: issuer,
    aud: client.id,
    sub: subject,
    typ: 'ID',
    azp: client.id,
    nonce,
    sid,
    at_hash: accessToken && leftHalfOfHash(accessToken),
    acr: '1',
    ...userClaims(user, scopes),
  };
}

function leftHalfOfHash(token: string): string {
  const hash = createHash('sha256').update(token).digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}
