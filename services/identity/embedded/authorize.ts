import type { Answer } from './answer.ts';
import { clientNamed } from './client.ts';
import { KeycloakError } from './keycloak-error.ts';
import { loginForm, sessionIn } from './login/authenticate.ts';
import { authorizationIn, isImplicit } from './login/authorization-request.ts';
import { type CallbackTarget, refuseTo } from './login/callback.ts';
import { cookieOf, setCookie } from './login/cookies.ts';
import { randomName } from './login/login-state.ts';
import { needsConsent, proceed } from './login/proceed.ts';
import { errorPage } from './pages/error-page.ts';
import type { RealmRequest } from './realm-request.ts';
import { isRedirectAllowed } from './redirect-uri.ts';

/** The authorization endpoint (RFC 6749 section 4.1, OpenID Connect Core section 3.1.2): a login begins, or is known already. */
export async function authorize(asked: RealmRequest): Promise<Answer> {
  const { state, issuer, query, form } = asked;
  const parameters = new URLSearchParams([...query, ...form]);
  const id = parameters.get('client_id');
  if (id === null) return errorPage('Invalid Request');
  const client = clientNamed(state.realm, id);
  if (!client) return errorPage('Client not found.');
  const redirectUri = parameters.get('redirect_uri');
  if (parameters.has('request') || parameters.has('request_uri')) return errorPage('Invalid Request');
  if (redirectUri === null || !isRedirectAllowed(client.redirectUris ?? [], redirectUri))
    return errorPage('Invalid parameter: redirect_uri');
  const target = { redirectUri, state: parameters.get('state') ?? undefined, mode: modeOf(parameters) };
  try {
    const request = authorizationIn(parameters, client, state.realm, target);
    const prompts = (parameters.get('prompt') ?? '').split(' ');
    const sid = prompts.includes('login') ? undefined : sessionIn(asked);
    if (prompts.includes('none')) {
      if (sid === undefined) throw new KeycloakError(400, 'login_required');
      if (needsConsent(state, client, request.scopes)) throw new KeycloakError(400, 'interaction_required');
    }
    const browser = cookieOf(asked, 'AUTH_SESSION_ID') ?? randomName();
    const login = state.logins.begin({ browser, client, aim: { for: 'code', request } });
    if (sid !== undefined) login.shown = { at: undefined, sid };
    const username = parameters.get('login_hint') ?? undefined;
    const answer = sid === undefined ? loginForm(asked, login, { username }) : proceed(asked, login);
    return { ...answer, headers: { ...setCookie(asked, 'AUTH_SESSION_ID', browser), ...answer.headers } };
  } catch (error) {
    if (error instanceof KeycloakError) return refuseTo(target, issuer, error.message, error.error_description);
    throw error;
  }
}

function modeOf(parameters: URLSearchParams): CallbackTarget['mode'] {
  const mode = parameters.get('response_mode');
  if (mode === 'query' || mode === 'fragment' || mode === 'form_post') return mode;
  return isImplicit(parameters.get('response_type') ?? '') ? 'fragment' : 'query';
}
