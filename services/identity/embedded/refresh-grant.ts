import type { JWTPayload } from 'jose';
import type { ClientPlan } from '../realm-plan.ts';
import { audienceOf, isOffline } from './claims.ts';
import { audienceInWords, epochSeconds, type GrantHandler, idleMs } from './grant.ts';
import { refusal, wrongIssuer } from './keycloak-error.ts';
import { type RealmKeys, verifyRefreshToken } from './keys.ts';
import { narrowedScopes, requestedScopes, type Scopes } from './scopes.ts';
import { tokenResponse } from './token-response.ts';

/** RFC 6749 section 6. The refresh token may be used again, as in a realm that does not revoke them. */
export const refreshGrant: GrantHandler = async (state, { form, client, issuer }) => {
  const token = form.get('refresh_token');
  if (token === null) throw refusal('refreshTokenMissing');
  const asked = form.has('scope') ? requestedScopes(form.get('scope'), client, state.realm) : undefined;
  const keys = await state.keys;
  const { sid, held, iat } = await checkRefreshToken(keys, token, client, issuer);

  const { realm, user, subject, sessions } = state;
  if (iat < state.notBefore) throw refusal('tokenStale');
  if (!sessions.isActive(sid)) throw refusal(isOffline(held) ? 'offlineSessionEnded' : 'sessionEnded');
  if (!state.userEnabled) throw refusal('userDisabled');
  if (!sessions.has(sid, client.id)) throw refusal('clientLeftSession');
  sessions.extend(sid, idleMs(realm, held));
  const scopes = asked ? narrowedScopes(asked, held) : held;
  const authTime = sessions.authTime(sid);
  const whose = { client, user, subject, sid, authTime };
  const grant = { ...whose, issuer, realm, scopes, by: 'refresh', now: epochSeconds() } as const;
  return {
    response: await tokenResponse(state, grant, held),
    said: `Refreshed the access token of ${user.username} for ${client.id}, ${audienceInWords(audienceOf(grant))}`,
  };
};

/** The session that a refresh token of this client belongs to, and its scopes. Logging out takes an expired one too. */
export async function checkRefreshToken(
  keys: RealmKeys,
  token: string,
  client: ClientPlan,
  issuer: string,
  expired: 'refused' | 'accepted' = 'refused',
): Promise<{ sid: string; held: Scopes; iat: number }> {
  const verified = await verifyRefreshToken(keys, token);
  if (verified.state === 'invalid') throw refusal('refreshTokenInvalid');
  const { iss, azp, sid, scope } = textClaims(verified.payload);
  if (iss !== issuer) throw wrongIssuer(issuer);
  if (azp !== client.id) throw refusal('refreshTokenOfAnother');
  if (verified.state === 'expired' && expired === 'refused') throw refusal('refreshTokenExpired');
  return { sid, held: new Set(scope.split(' ')), iat: Number(verified.payload.iat) };
}

/** Our own signature is on the token, so its claims are the ones we wrote. */
function textClaims({ iss, azp, sid, scope }: JWTPayload) {
  return { iss: String(iss), azp: String(azp), sid: String(sid), scope: String(scope) };
}
