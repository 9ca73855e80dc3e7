import { type Answer, empty, page } from './answer.ts';
import type { Call } from './call.ts';
import { isRedirectAllowed } from './redirect-uri.ts';

const NO_LOGIN_PAGE =
  'This embedded identity provider has no login page: the lesson logs in with the password grant. Run the lesson with a Keycloak to log in here.';

/** The authorization endpoint as far as Keycloak's refusals go (RFC 6749 section 4.1.2.1); there is no login page behind it. */
export async function authorize({ state, issuer, query, form }: Call): Promise<Answer> {
  const parameter = (name: string) => query.get(name) ?? form.get(name);
  const id = parameter('client_id');
  if (id === null) return page(400, 'Invalid Request');
  const client = Object.values(state.realm.clients).find(({ clientId }) => clientId === id);
  if (!client) return page(400, 'Client not found.');
  const redirectUri = parameter('redirect_uri');
  if (redirectUri === null || !isRedirectAllowed(client.redirectUris, redirectUri))
    return page(400, 'Invalid parameter: redirect_uri');
  const responseType = parameter('response_type');
  if (responseType === 'code') return page(400, NO_LOGIN_PAGE);
  const location = new URL(redirectUri);
  const answer = {
    ...(responseType === null
      ? { error: 'invalid_request', error_description: 'Missing parameter: response_type' }
      : { error: 'unsupported_response_type' }),
    state: parameter('state'),
    iss: issuer,
  };
  for (const [name, value] of Object.entries(answer)) if (value !== null) location.searchParams.append(name, value);
  return empty(302, { location: location.href, 'cache-control': 'no-store, must-revalidate, max-age=0' });
}
