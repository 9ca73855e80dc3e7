import type { JWTPayload } from 'jose';
import { exchangesTokens } from '../plan-lookup.ts';
import { audienceOf, isOffline, personOf } from './claims.ts';
import { clientNamed } from './client.ts';
import { audienceInWords, epochSeconds, type GrantHandler } from './grant.ts';
import { consentsMissing, exchangeRefusal, refusal } from './keycloak-error.ts';
import { verifyToken } from './keys.ts';
import { needsConsent } from './login/proceed.ts';
import type { RealmState } from './realm-state.ts';
import { requestedScopes } from './scopes.ts';
import { exchangeResponse } from './token-response.ts';
import { standingOf } from './token-standing.ts';

/** RFC 8693 section 2.1. */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
/** RFC 8693 section 3. */
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
/** What only Keycloak's older exchange takes. */
const NOT_STANDARD = ['requested_subject', 'subject_issuer'];

/**
 * RFC 8693, for a client that is in the token's `aud`, or has got it itself: a token of the same user for another audience. What it may ask for hangs
 * on its own scopes, not on those of the token. The checks come in Keycloak's order (docs/references/keycloak-26.md#token-exchange).
 */
export const exchangeGrant: GrantHandler = async (state, { form, client, issuer }) => {
  if (!exchangesTokens(client)) throw refusal('exchangeOff');
  const older = NOT_STANDARD.find((name) => form.has(name));
  if (older) throw exchangeRefusal(`Parameter '${older}' is not supported for standard token exchange`);
  const token = needed(form, 'subject_token');
  if (needed(form, 'subject_token_type') !== ACCESS_TOKEN)
    throw exchangeRefusal("Parameter 'subject_token' supports access tokens only");
  const subject = await liveToken(state, token, issuer);
  const wanted = form.get('requested_token_type') ?? ACCESS_TOKEN;
  if (wanted !== ACCESS_TOKEN && wanted !== ID_TOKEN) throw exchangeRefusal('requested_token_type unsupported');
  const audiences = form.getAll('audience');
  if (!audiences.every((id) => clientNamed(state.realm, id))) throw refusal('audienceUnknown');
  if (subject.azp !== client.id && ![subject.aud].flat().includes(client.id)) throw refusal('notInAudience');
  const { realm, sessions } = state;
  const scopes = requestedScopes(form.get('scope'), client, realm);
  if (needsConsent(state, client, scopes)) throw consentsMissing(client.id);
  const available = [audienceOf({ realm, scopes })].flat();
  const lacking = audiences.find((id) => !available.includes(id));
  if (lacking !== undefined) throw exchangeRefusal(`Requested audience not available: ${lacking}`);

  const sid = subject.sid === undefined ? undefined : String(subject.sid);
  const authTime = sid === undefined ? undefined : sessions.authTime(sid);
  const user = personOf(state, subject.sub);
  const whose = { client, user, subject: String(subject.sub), sid, authTime, offlineSession: isOfOffline(subject) };
  const grant = { ...whose, issuer, realm, scopes, audiences, by: 'exchange', now: epochSeconds() } as const;
  return {
    response: await exchangeResponse(state, grant, wanted === ID_TOKEN ? 'ID token' : 'access token', wanted),
    said: `Exchanged a token of ${user.username} for ${client.id}: ${audienceInWords(subject.aud)} became ${audienceInWords(audienceOf(grant))}`,
  };
};

function needed(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null) throw exchangeRefusal(`Parameter '${name}' required for standard token exchange`);
  return value;
}

/** The claims of an access token that is good now; whatever is wrong with it, Keycloak says the same. */
async function liveToken(state: RealmState, token: string, issuer: string): Promise<JWTPayload> {
  const claims = await verifyToken(await state.keys, token, { issuer, typ: 'Bearer' });
  if (!claims || standingOf(state, claims) !== 'good') throw exchangeRefusal('Invalid token');
  return claims;
}

/** Whether a token belongs to an off-line session, though its scope may not say so any more after an exchange. */
function isOfOffline({ scope, jti }: JWTPayload): boolean {
  return isOffline(new Set(String(scope).split(' '))) || String(jti).startsWith('ft');
}
