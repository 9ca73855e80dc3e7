import { audienceOf } from './claims.ts';
import { audienceInWords, epochSeconds, type GrantHandler, idleMs } from './grant.ts';
import { refusal } from './keycloak-error.ts';
import { checkVerifier } from './login/pkce.ts';
import type { RealmState } from './realm-state.ts';
import { tokenResponse } from './token-response.ts';

/** RFC 6749 section 4.1.3. Whatever is wrong with the request, its code is used up; the checks come in Keycloak's order. */
export const codeGrant: GrantHandler = async (state, { form, client, issuer }) => {
  const code = form.get('code');
  if (code === null) throw refusal('codeMissing');
  const granted = state.logins.takeCode(code);
  if (!granted) {
    endWhatItGave(state, code);
    throw refusal('codeInvalid');
  }
  const { sid, clientId, request } = granted;
  const { realm, user, subject, sessions, userEnabled } = state;
  if (!sessions.isActive(sid)) throw refusal('codeInvalid');
  if (!userEnabled) throw refusal('userDisabled');
  const { redirectUri, challenge, scopes, nonce } = request;
  if (form.get('redirect_uri') !== redirectUri) throw refusal('redirectDiffers');
  if (clientId !== client.id) throw refusal('codeOfAnother');
  checkVerifier(challenge, form.get('code_verifier'));

  sessions.join(sid, client.id);
  sessions.extend(sid, idleMs(realm, scopes));
  const whose = { client, user, subject, sid, authTime: sessions.authTime(sid), nonce };
  const grant = { ...whose, issuer, realm, scopes, by: 'code', now: epochSeconds() } as const;
  return {
    response: await tokenResponse(state, grant, scopes),
    said: `Issued an access token for ${user.username} to ${client.id} for its code, ${audienceInWords(audienceOf(grant))}`,
  };
};

/** A code that comes twice may have been stolen: its client's part in the session ends, and with it what the code gave (RFC 6749 section 4.1.2). */
function endWhatItGave({ sessions, clientUuids }: RealmState, code: string): void {
  const [, sid = '', uuid] = code.split('.');
  const [clientId] = Object.entries(clientUuids).find(([, each]) => each === uuid) ?? [];
  if (clientId !== undefined) sessions.leave(sid, clientId);
}
