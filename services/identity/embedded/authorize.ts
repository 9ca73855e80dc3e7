import type { ClientPlan, RealmPlan } from '../realm-plan.ts';
import { type Answer, empty, page } from './answer.ts';
import { clientNamed } from './client.ts';
import { hasDuplicates } from './form.ts';
import { KeycloakError, refusal } from './keycloak-error.ts';
import type { RealmRequest } from './realm-request.ts';
import { isRedirectAllowed } from './redirect-uri.ts';
import { requestedScopes } from './scopes.ts';

const NO_LOGIN_PAGE =
  'This embedded identity provider has no login page: the lesson logs in with the password grant. Run the lesson with a Keycloak to log in here.';
/** OAuth 2.0 Multiple Response Type Encoding Practices; beyond `code` and `none` they are the implicit and hybrid flows. */
const RESPONSE_TYPES = /^(?:code|none|id_token|token)(?: (?:code|id_token|token))*$/;
/** RFC 7636 section 4.2. */
const CODE_CHALLENGE = /^[\w.~-]{43,128}$/;

/** The authorization endpoint (RFC 6749 section 4.1) as far as Keycloak's refusals go; there is no login page behind it. */
export async function authorize({ state, issuer, query, form }: RealmRequest): Promise<Answer> {
  const parameters = new URLSearchParams([...query, ...form]);
  const id = parameters.get('client_id');
  if (id === null) return page(400, 'Invalid Request');
  const client = clientNamed(state.realm, id);
  if (!client) return page(400, 'Client not found.');
  const redirectUri = parameters.get('redirect_uri');
  if (redirectUri === null || !isRedirectAllowed(client.redirectUris ?? [], redirectUri))
    return page(400, 'Invalid parameter: redirect_uri');
  try {
    check(parameters, client, state.realm);
  } catch (error) {
    if (error instanceof KeycloakError) return refused(error, new URL(redirectUri), parameters, issuer);
    throw error;
  }
  return page(400, NO_LOGIN_PAGE);
}

/** In Keycloak's order. Throws a KeycloakError, which goes to the redirect URI (RFC 6749 section 4.1.2.1). */
function check(parameters: URLSearchParams, client: ClientPlan, plan: RealmPlan): void {
  const invalid = (description: string) => new KeycloakError(400, 'invalid_request', description);
  if (hasDuplicates(parameters)) throw refusal('parameterTwice');
  const responseType = parameters.get('response_type');
  if (responseType === null) throw invalid('Missing parameter: response_type');
  if (!RESPONSE_TYPES.test(responseType)) throw new KeycloakError(400, 'unsupported_response_type');
  if (isImplicit(responseType)) {
    if (parameters.get('response_mode') === 'query')
      throw invalid("Response_mode 'query' not allowed for implicit or hybrid flow");
    throw refusal('implicitFlowOff');
  }
  requestedScopes(parameters.get('scope'), client, plan);
  const [challenge, method] = [parameters.get('code_challenge'), parameters.get('code_challenge_method')];
  if (challenge === null && method !== null) throw invalid('Missing parameter: code_challenge');
  if (method !== null && method !== 'S256' && method !== 'plain')
    throw invalid('Invalid parameter: code_challenge_method');
  if (challenge !== null && !CODE_CHALLENGE.test(challenge)) throw invalid('Invalid parameter: code_challenge');
  // Nobody is ever logged in in a browser here.
  if (parameters.get('prompt') === 'none') throw new KeycloakError(400, 'login_required');
}

function isImplicit(responseType: string): boolean {
  return RESPONSE_TYPES.test(responseType) && responseType !== 'code' && responseType !== 'none';
}

function refused(error: KeycloakError, target: URL, parameters: URLSearchParams, issuer: string): Answer {
  const answer = {
    error: error.message,
    error_description: error.error_description,
    state: parameters.get('state'),
    iss: issuer,
  };
  const mode =
    parameters.get('response_mode') ?? (isImplicit(parameters.get('response_type') ?? '') ? 'fragment' : 'query');
  const told = new URLSearchParams(mode === 'fragment' ? '' : target.search);
  for (const [name, value] of Object.entries(answer)) if (typeof value === 'string') told.append(name, value);
  if (mode === 'fragment') target.hash = told.toString();
  else target.search = told.toString();
  return empty(302, { location: target.href, 'cache-control': 'no-store, must-revalidate, max-age=0' });
}
