import { clientNamed } from './client.ts';
import { KeycloakError, refusal } from './keycloak-error.ts';
import { bearerOf, verifyToken } from './keys.ts';
import type { RealmRequest } from './realm-request.ts';

/** The grant of User-Managed Access 2.0, by which Keycloak hands out permissions. */
export const UMA_TICKET = 'urn:ietf:params:oauth:grant-type:uma-ticket';

/** How Keycloak refuses a permission to whoever shows a bearer token; without one the client is looked at, as with any grant. */
export async function refuseUma({ request, state, issuer, form }: RealmRequest): Promise<void> {
  if (!/^Bearer /i.test(request.headers.authorization ?? '')) return;
  const token = bearerOf(request) ?? '';
  if (!(await verifyToken(await state.keys, token, { issuer, typ: 'Bearer' }))) throw refusal('bearerInvalid');
  const audience = form.get('audience');
  if (audience === null) throw refusal('issuedForMissing');
  const isKnown = clientNamed(state.realm, audience) !== undefined;
  const reason = isKnown ? 'Client does not support permissions' : `Unknown resource server id: [${audience}]`;
  throw new KeycloakError(400, 'invalid_request', reason);
}
