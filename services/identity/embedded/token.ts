import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { clientIdOf } from './client.ts';
import { checkOrigin } from './cors.ts';
import { checkGrantType } from './grants.ts';

/** The token endpoint: Keycloak's first look at the form, then oidc-provider and our grants. */
export async function token(call: Call): Promise<Answer> {
  checkGrantType(call.form);
  const form = new URLSearchParams(call.form);
  const clientId = clientIdOf(call);
  checkOrigin(call, clientId);
  if (clientId !== null && !form.has('client_id')) form.set('client_id', clientId);
  return (await call.engine()).token(form);
}
