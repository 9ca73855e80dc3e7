import { type Answer, empty } from './answer.ts';
import { authenticatedClient, checkOrigin } from './client.ts';
import { hasDuplicates } from './form.ts';
import { refusal } from './keycloak-error.ts';
import { verifyIssued } from './keys.ts';
import type { RealmRequest } from './realm-request.ts';

/**
 * RFC 7009. A refresh token ends its session; an access token alone is not taken here any more, and verifies elsewhere until it expires. A token
 * that is unknown, or whose session has ended, is told of in a body with status 200, as Keycloak does.
 */
export async function revoke(asked: RealmRequest): Promise<Answer> {
  const { form, state } = asked;
  const client = authenticatedClient(asked);
  checkOrigin(asked, client);
  if (hasDuplicates(form)) throw refusal('parameterTwice');
  const token = form.get('token');
  if (token === null) throw refusal('tokenMissing');
  const claims = await verifyIssued(await state.keys, token);
  if (!claims) throw refusal('tokenUnknown');
  if (claims.typ === 'ID') throw refusal('tokenOfAnotherType');
  if (claims.azp !== client.id) throw refusal('tokenOfAnotherClient');
  // What a client got for itself belongs to no session.
  const whose = claims.sid === undefined ? client.id : state.user.username;
  if (claims.sid !== undefined && !state.sessions.isActive(String(claims.sid))) throw refusal('tokenUnknown');
  if (claims.typ === 'Bearer') {
    state.revoked.add(String(claims.jti), Number(claims.exp) * 1000);
    return { ...empty(200), said: `Revoked one access token of ${whose}` };
  }
  state.sessions.end(String(claims.sid));
  return { ...empty(200), said: `Revoked the refresh token of ${whose}, and with it the session` };
}
