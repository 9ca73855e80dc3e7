import { speaksForItself } from '../plan-lookup.ts';
import { audienceOf, serviceAccount } from './claims.ts';
import { audienceInWords, epochSeconds, type GrantHandler } from './grant.ts';
import { refusal } from './keycloak-error.ts';
import { requestedScopes } from './scopes.ts';
import { clientTokenResponse } from './token-response.ts';

/** RFC 6749 section 4.4: a client asks for itself. The checks come in Keycloak's order. */
export const clientGrant: GrantHandler = async (state, { form, client, issuer, from }) => {
  if (client.access === 'public') throw refusal('clientIsPublic');
  if (!speaksForItself(client)) throw refusal('clientHasNoServiceAccount');
  const { realm, serviceAccounts } = state;
  const scopes = requestedScopes(form.get('scope'), client, realm);
  const subject = serviceAccounts[client.id] ?? '';
  const whose = { client, user: serviceAccount(client), subject, sid: undefined, from };
  const grant = { ...whose, issuer, realm, scopes, by: 'client', now: epochSeconds() } as const;
  return {
    response: await clientTokenResponse(state, grant),
    said: `Issued an access token to ${client.id} for itself, ${audienceInWords(audienceOf(grant))}`,
  };
};
