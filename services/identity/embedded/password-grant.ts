import { createHash, timingSafeEqual } from 'node:crypto';
import { audienceOf } from './claims.ts';
import { audienceInWords, epochSeconds, type GrantHandler, idleMs } from './grant.ts';
import { refusal } from './keycloak-error.ts';
import type { RealmState } from './realm-state.ts';
import { requestedScopes } from './scopes.ts';
import { tokenResponse } from './token-response.ts';

/** RFC 6749 section 4.3; the checks come in Keycloak's order. */
export const passwordGrant: GrantHandler = async (state, { form, client, issuer }) => {
  if (!client.flows.includes('password')) throw refusal('clientHasNoDirectGrants');
  const scopes = requestedScopes(form.get('scope'), client, state.realm);
  const username = form.get('username');
  if (username === null) throw refusal('usernameMissing');
  if (!isLogin(state, username, form.get('password') ?? '')) throw refusal('credentialsWrong');

  const { realm, user, subject, sessions } = state;
  const sid = sessions.open(idleMs(realm, scopes));
  const grant = { issuer, realm, client, user, subject, sid, scopes, by: 'password', now: epochSeconds() } as const;
  return {
    response: await tokenResponse(await state.keys, grant, scopes),
    said: `Issued an access token for ${user.username} to ${client.id}, ${audienceInWords(audienceOf(grant))}`,
  };
};

/** Whether this is the user, by name or e-mail address in any case, with the password. An unknown name takes as long as a wrong password. */
function isLogin({ user, password }: RealmState, username: string, attempt: string): boolean {
  const isPassword = timingSafeEqual(digest(password.reveal()), digest(attempt));
  const name = username.toLowerCase();
  return isPassword && (name === user.username.toLowerCase() || name === user.email.toLowerCase());
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
