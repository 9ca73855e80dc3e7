import type { ClientPlan, RealmPlan } from '../../realm-plan.ts';
import { hasDuplicates } from '../form.ts';
import { KeycloakError, refusal } from '../keycloak-error.ts';
import { requestedScopes, type Scopes } from '../scopes.ts';
import type { CallbackTarget } from './callback.ts';
import { type Challenge, challengeOf } from './pkce.ts';

/** OAuth 2.0 Multiple Response Type Encoding Practices; beyond `code` they are the implicit and hybrid flows. */
const RESPONSE_TYPES = /^(?:code|id_token|token)(?: (?:code|id_token|token))*$/;

/** What a client asks for at the authorization endpoint (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1). */
export interface AuthorizationRequest extends CallbackTarget {
  readonly scopes: Scopes;
  readonly nonce: string | undefined;
  readonly challenge: Challenge | undefined;
  /** Whether consent is asked for as if none had been given. */
  readonly asksAnew: boolean;
}

/** The request, checked in Keycloak's order. Throws a KeycloakError, which goes to the redirect URI (RFC 6749 section 4.1.2.1). */
export function authorizationIn(
  parameters: URLSearchParams,
  client: ClientPlan,
  plan: RealmPlan,
  target: CallbackTarget,
): AuthorizationRequest {
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
  const mode = parameters.get('response_mode');
  if (mode !== null && mode !== target.mode) throw refusal('responseModeInvalid');
  if (!client.flows.includes('code')) throw refusal('standardFlowOff');
  const scopes = requestedScopes(parameters.get('scope'), client, plan);
  const challenge = challengeOf(parameters, client);
  const asksAnew = (parameters.get('prompt') ?? '').split(' ').includes('consent');
  return { ...target, scopes, challenge, nonce: parameters.get('nonce') ?? undefined, asksAnew };
}

/** Whether a response type brings tokens to the browser, which is sent back by fragment then. */
export function isImplicit(responseType: string): boolean {
  return RESPONSE_TYPES.test(responseType) && responseType !== 'code';
}
