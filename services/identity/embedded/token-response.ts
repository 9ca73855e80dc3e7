import { lifespanOf } from '../plan-lookup.ts';
import { accessTokenClaims, type Granted, idTokenClaims, isOffline, refreshTokenClaims } from './claims.ts';
import { signRefreshToken, signToken } from './keys.ts';
import type { RealmState } from './realm-state.ts';
import { type Scopes, scopeClaim } from './scopes.ts';

/** RFC 6749 section 5.1, with what Keycloak adds. Times in seconds. */
export interface TokenResponse {
  access_token: string;
  expires_in: number;
  refresh_expires_in: number;
  refresh_token: string;
  token_type: 'Bearer';
  id_token?: string | undefined;
  'not-before-policy': number;
  session_state: string | undefined;
  scope: string;
}

/** The answer to a grant: signs its tokens. `held` are the scopes of the session, which a refresh may have narrowed for this answer. */
export async function tokenResponse(state: RealmState, grant: Granted, held: Scopes): Promise<TokenResponse> {
  const keys = await state.keys;
  const [accessToken, refreshToken] = await Promise.all([
    signToken(keys, accessTokenClaims(grant)),
    signRefreshToken(keys, refreshTokenClaims({ ...grant, scopes: held })),
  ]);
  const idToken = held.has('openid') ? await signToken(keys, idTokenClaims(grant, accessToken)) : undefined;
  return {
    access_token: accessToken,
    expires_in: lifespanOf(grant.realm, grant.client),
    refresh_expires_in: isOffline(held) ? 0 : grant.realm.ssoSessionIdleTimeout,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    id_token: idToken,
    'not-before-policy': state.notBefore,
    session_state: grant.sid,
    scope: scopeClaim(grant.scopes, grant.realm),
  };
}

/** The answer to a client that asked for a token of its own: without a session there is nothing to refresh. */
export type ClientTokenResponse = Omit<TokenResponse, 'refresh_token' | 'session_state'>;

/** RFC 6749 section 4.4.3. */
export async function clientTokenResponse(state: RealmState, grant: Granted): Promise<ClientTokenResponse> {
  const keys = await state.keys;
  const accessToken = await signToken(keys, accessTokenClaims(grant));
  const idToken = grant.scopes.has('openid') ? await signToken(keys, idTokenClaims(grant, accessToken)) : undefined;
  return {
    access_token: accessToken,
    expires_in: lifespanOf(grant.realm, grant.client),
    refresh_expires_in: 0,
    token_type: 'Bearer',
    id_token: idToken,
    'not-before-policy': state.notBefore,
    scope: scopeClaim(grant.scopes, grant.realm),
  };
}

/** RFC 8693 section 2.2.1. An ID token, which gives no access, is of no type (`N_A`); Keycloak names its own field `refresh_expires_in` all the same. */
export interface ExchangeResponse extends Omit<ClientTokenResponse, 'token_type'> {
  token_type: 'Bearer' | 'N_A';
  session_state: string | undefined;
  issued_token_type: string;
}

/** The answer to an exchange; there is never a refresh token. */
export async function exchangeResponse(
  state: RealmState,
  grant: Granted,
  what: 'access token' | 'ID token',
  issuedTokenType: string,
): Promise<ExchangeResponse> {
  const { scope, ...answer } = await clientTokenResponse(state, grant);
  const last = { session_state: grant.sid, scope, issued_token_type: issuedTokenType };
  if (what === 'access token') return { ...answer, ...last };
  const idToken = await signToken(await state.keys, idTokenClaims(grant));
  return { ...answer, access_token: idToken, token_type: 'N_A', id_token: undefined, ...last };
}
