import { type Answer, empty, json } from './answer.ts';
import { personOf, userClaims } from './claims.ts';
import { checkOrigin, clientNamed } from './client.ts';
import { bearerOf, verifyToken } from './keys.ts';
import type { RealmRequest } from './realm-request.ts';
import { type Standing, standingOf } from './token-standing.ts';

const REFUSED: Readonly<Record<Exclude<Standing, 'good'>, string>> = {
  stale: 'Token verification failed',
  revoked: 'Token verification failed',
  'session ended': 'user_session_not_found',
  'user disabled': 'User disabled',
};

/** OpenID Connect Core section 5.3; the access token in the header or in the form (RFC 6750 sections 2.1 and 2.2), never in both. */
export async function userinfo(asked: RealmRequest): Promise<Answer> {
  const { state, issuer, request, form } = asked;
  const { realm } = state;
  const challenge = (status: number, error?: string, description?: string) => {
    const reason = error === undefined ? '' : `, error="${error}", error_description="${description}"`;
    return empty(status, {
      'content-type': 'text/plain;charset=utf-8',
      'www-authenticate': `Bearer realm="${realm.realm}"${reason}`,
    });
  };
  const inHeader = bearerOf(request);
  const inForm = form.get('access_token') ?? undefined;
  if (inHeader !== undefined && inForm !== undefined)
    return challenge(400, 'invalid_request', 'More than one method used for including an access token');
  const token = inHeader ?? inForm;
  if (token === undefined) return challenge(401);
  const claims = await verifyToken(await state.keys, token, { issuer, typ: 'Bearer' });
  if (!claims) return challenge(401, 'invalid_token', 'Token verification failed');
  const client = clientNamed(realm, claims.azp);
  if (client) checkOrigin(asked, client);
  const scopes = new Set(String(claims.scope).split(' '));
  if (!scopes.has('openid')) return challenge(403, 'insufficient_scope', 'Missing openid scope');
  const standing = standingOf(state, claims);
  if (standing !== 'good') return challenge(401, 'invalid_token', REFUSED[standing]);
  return json(200, { sub: claims.sub, ...userClaims(personOf(state, claims.sub), scopes) });
}
