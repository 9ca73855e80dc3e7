import { type Answer, json } from './answer.ts';
import { authenticatedClient, checkOrigin } from './client.ts';
import { hasDuplicates } from './form.ts';
import { grantNamed, repeatable } from './grants.ts';
import { refusal } from './keycloak-error.ts';
import type { RealmRequest } from './realm-request.ts';
import { refuseUma, UMA_TICKET } from './uma.ts';

/** The token endpoint (RFC 6749 section 3.2). The checks come in Keycloak's order. */
export async function token(asked: RealmRequest): Promise<Answer> {
  const { form, state, issuer, request } = asked;
  const grant = grantNamed(form.get('grant_type'));
  if (form.get('grant_type') === UMA_TICKET) await refuseUma(asked);
  const client = authenticatedClient(asked);
  checkOrigin(asked, client);
  if (hasDuplicates(form, repeatable(form.get('grant_type')))) throw refusal('parameterTwice');
  // No client of the lesson binds its tokens (RFC 9449); a proof that is no proof is refused all the same.
  if (request.headers.dpop !== undefined) checkProof(String(request.headers.dpop));
  const { response, said } = await grant(state, { form, client, issuer, from: request.socket.remoteAddress ?? '' });
  return { ...json(200, response), said };
}

function checkProof(proof: string): void {
  if (proof === '') throw refusal('proofMissing');
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(proof)) throw refusal('proofInvalid');
}
