import { audienceOf } from './claims.ts';
import { audienceInWords, epochSeconds, type GrantHandler, idleMs } from './grant.ts';
import { isLogin } from './is-login.ts';
import { refusal } from './keycloak-error.ts';
import { requestedScopes } from './scopes.ts';
import { tokenResponse } from './token-response.ts';

/** RFC 6749 section 4.3; the checks come in Keycloak's order. */
export const passwordGrant: GrantHandler = async (state, { form, client, issuer }) => {
  if (!client.flows.includes('password')) throw refusal('clientHasNoDirectGrants');
  if (client.consent) throw refusal('consentMissing');
  const scopes = requestedScopes(form.get('scope'), client, state.realm);
  const username = form.get('username');
  if (username === null) throw refusal('usernameMissing');
  if (!isLogin(state, username, form.get('password') ?? '')) throw refusal('credentialsWrong');
  if (!state.userEnabled) throw refusal('accountDisabled');

  const { realm, user, subject, sessions } = state;
  const sid = sessions.open(idleMs(realm, scopes));
  const grant = { issuer, realm, client, user, subject, sid, scopes, by: 'password', now: epochSeconds() } as const;
  return {
    response: await tokenResponse(state, grant, scopes),
    said: `Issued an access token for ${user.username} to ${client.id}, ${audienceInWords(audienceOf(grant))}`,
  };
};
