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
    expires_in: grant.realm.accessTokenLifespan,
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
    expires_in: grant.realm.accessTokenLifespan,
    refresh_expires_in: 0,
    token_type: 'Bearer',
    id_token: idToken,
    'not-before-policy': state.notBefore,
    scope: scopeClaim(grant.scopes, grant.realm),
  };
}
