import * as z from 'zod';
import { parseJson } from '../../../../src/evidence/json.ts';
import { type Answer, empty } from '../answer.ts';
import { clientNamed } from '../client.ts';
import { epochSeconds } from '../grant.ts';
import { isLogin } from '../is-login.ts';
import { errorPage } from '../pages/error-page.ts';
import { loginPage } from '../pages/login-page.ts';
import type { RealmRequest } from '../realm-request.ts';
import { isRedirectAllowed } from '../redirect-uri.ts';
import { refuseTo } from './callback.ts';
import { cookieOf } from './cookies.ts';
import { type PendingLogin, randomName } from './login-state.ts';
import { LOGIN_PATHS, loginUrl } from './login-urls.ts';
import { proceed } from './proceed.ts';

const NO_COOKIE =
  'Restart login cookie not found. It may have expired; it may have been deleted or cookies are disabled in your browser. If cookies are disabled then enable them. Click Back to Application to login again.';

/** The login page of a login that has begun; where the user has shown already who they are, what comes after it. */
export async function showLogin(asked: RealmRequest): Promise<Answer> {
  const login = pendingLogin(asked);
  if (!login) return overAlready(asked);
  return login.shown ? proceed(asked, login) : loginForm(asked, login);
}

/** A name and a password. Whatever is wrong with them, the page comes again, with status 200 (docs/references/keycloak-26.md#pages). */
export async function authenticate(asked: RealmRequest): Promise<Answer> {
  const { form, query, state } = asked;
  const login = pendingLogin(asked);
  if (!login) return overAlready(asked);
  // A form that is not the last one shown, or the user is past it: its password is not looked at.
  if (query.get('session_code') !== login.form || login.shown) return pageAgain(asked, login);
  const sid = sessionIn(asked);
  const username = sid === undefined ? (form.get('username') ?? '') : state.user.username;
  if (!isLogin(state, username, form.get('password') ?? ''))
    return loginForm(asked, login, { username, error: 'Invalid username or password.' });
  if (!state.userEnabled)
    return loginForm(asked, login, { username, error: 'Account is disabled, contact your administrator.' });
  login.shown = { at: epochSeconds(), sid };
  return proceed(asked, login);
}

function pageAgain({ issuer }: RealmRequest, login: PendingLogin): Answer {
  const location = loginUrl(issuer, LOGIN_PATHS.authenticate, login);
  return empty(302, { location, 'cache-control': 'no-store, must-revalidate, max-age=0' });
}

/** The login page. */
export function loginForm(
  asked: RealmRequest,
  login: PendingLogin,
  told: { readonly username?: string | undefined; readonly error?: string } = {},
): Answer {
  const { state, issuer } = asked;
  login.form = randomName();
  const { error } = told;
  return {
    ...loginPage({
      realm: state.realm.realm,
      action: loginUrl(issuer, LOGIN_PATHS.authenticate, login),
      leadsTo: login.aim.for === 'code' ? login.aim.request.redirectUri : undefined,
      fixed: sessionIn(asked) && state.user.username,
      ...told,
    }),
    said:
      error === undefined ? `Showed the login page, for ${login.client.id}` : `Showed the login page again: ${error}`,
  };
}

/** The session that a request's browser is logged in with, as long as it lasts; not while the user is disabled, nor where it is from before not-before. */
export function sessionIn(asked: RealmRequest): string | undefined {
  const { logins, sessions, userEnabled, notBefore } = asked.state;
  const sid = logins.signedIn(cookieOf(asked, 'KEYCLOAK_IDENTITY'));
  if (sid === undefined || !userEnabled || !sessions.isActive(sid)) return undefined;
  return (sessions.authTime(sid) ?? 0) < notBefore ? undefined : sid;
}

/** The login that a request goes on with. */
export function pendingLogin(asked: RealmRequest): PendingLogin | undefined {
  return asked.state.logins.pending(asked.query.get('tab_id'), cookieOf(asked, 'AUTH_SESSION_ID'));
}

const dataSchema = z.object({
  ru: z.string(),
  rm: z.enum(['query', 'fragment', 'form_post']).default('query'),
  st: z.string().optional(),
});

/** A login that is not there (any more): a browser that is logged in goes back to its client, any other has to begin anew. */
export function overAlready(asked: RealmRequest): Answer {
  const { state, query, issuer } = asked;
  const client = clientNamed(state.realm, query.get('client_id'));
  if (!client) return errorPage('Client not found.');
  if (sessionIn(asked) === undefined) return errorPage(NO_COOKIE);
  const text = Buffer.from(query.get('client_data') ?? '', 'base64url').toString();
  const { data } = dataSchema.safeParse(parseJson(text));
  if (!data || !isRedirectAllowed(client.redirectUris ?? [], data.ru)) return errorPage('Invalid Request');
  const target = { redirectUri: data.ru, state: data.st, mode: data.rm };
  return refuseTo(target, issuer, 'temporarily_unavailable', 'authentication_expired');
}
