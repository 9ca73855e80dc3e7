import { type Answer, empty } from './answer.ts';
import { authenticatedClient, checkOrigin, clientNamed } from './client.ts';
import { verifyToken } from './keys.ts';
import { errorPage } from './pages/error-page.ts';
import { infoPage } from './pages/info-page.ts';
import type { RealmRequest } from './realm-request.ts';
import { isRedirectAllowed } from './redirect-uri.ts';
import { checkRefreshToken } from './refresh-grant.ts';

/** Keycloak's logout by refresh token: the session ends, its refresh tokens with it; an access token verifies until it expires. */
export async function logOut(asked: RealmRequest): Promise<Answer> {
  const { state, issuer, form } = asked;
  const token = form.get('refresh_token');
  if (token === null) return logOutInBrowser(asked);
  const client = authenticatedClient(asked);
  checkOrigin(asked, client);
  const { sid } = await checkRefreshToken(await state.keys, token, client, issuer, 'accepted');
  state.sessions.end(sid);
  return { ...empty(204, { 'cache-control': 'no-cache' }), said: `Ended the session of ${state.user.username}` };
}

/** OpenID Connect RP-Initiated Logout: the ID token as hint says whose session ends; without it there is nobody to ask here. */
export async function logOutInBrowser({ state, issuer, query, form }: RealmRequest): Promise<Answer> {
  const parameter = (name: string) => query.get(name) ?? form.get(name);
  const hint = parameter('id_token_hint');
  if (hint === null) return errorPage('Missing parameters: id_token_hint');
  const claims = await verifyToken(await state.keys, hint, { issuer, typ: 'ID', expired: 'accepted' });
  if (!claims) return errorPage('Invalid parameter: id_token_hint');
  const client = clientNamed(state.realm, claims.azp);
  const target = parameter('post_logout_redirect_uri');
  if (target !== null && !isRedirectAllowed(client?.redirectUris ?? [], target))
    return errorPage('Invalid redirect uri');
  state.sessions.end(String(claims.sid));
  const said = `Ended the session of ${state.user.username}`;
  if (target === null) return { ...infoPage('You are logged out', 'You are logged out.'), said };
  const location = new URL(target);
  const back = parameter('state');
  if (back !== null) location.searchParams.append('state', back);
  return { ...empty(302, { location: location.href, 'cache-control': 'no-cache' }), said };
}
