import { type Answer, empty } from '../answer.ts';
import { consentPage } from '../pages/consent-page.ts';
import type { RealmRequest } from '../realm-request.ts';
import { overAlready, pendingLogin } from './authenticate.ts';
import { refuseTo } from './callback.ts';
import { privilegesIn } from './consent-words.ts';
import { type PendingLogin, randomName } from './login-state.ts';
import { LOGIN_PATHS, loginUrl } from './login-urls.ts';
import { complete, mustConsent, scopesOfLogin } from './proceed.ts';

/** Asks whether a client may have what it wants; only of a user who has shown who they are. */
export async function showConsent(asked: RealmRequest): Promise<Answer> {
  const login = shownLogin(asked);
  if (!login) return overAlready(asked);
  if (!mustConsent(asked, login)) return complete(asked, login);
  login.form = randomName();
  const privileges = asksFor(asked, login);
  const { pathname, search } = new URL(loginUrl(asked.issuer, LOGIN_PATHS.consent, login));
  return {
    ...consentPage({
      client: login.client.id,
      privileges: privileges.map(([, words]) => words),
      action: `${pathname}${search}`,
      code: login.form,
      leadsTo: login.aim.for === 'code' ? login.aim.request.redirectUri : undefined,
    }),
    said: `Asked for consent, for ${login.client.id}`,
  };
}

/** What the user said to it. After a No there is no session that was not there before. */
export async function answerConsent(asked: RealmRequest): Promise<Answer> {
  const { state, issuer, form } = asked;
  const login = shownLogin(asked);
  if (!login) return overAlready(asked);
  if (form.get('code') !== login.form) return showConsent(asked);
  const { client, aim } = login;
  if (form.has('cancel')) {
    state.logins.finish(login);
    const said = `No consent was given to ${client.id}`;
    if (aim.for === 'code') return { ...refuseTo(aim.request, issuer, 'access_denied'), said };
    state.logins.devices.deny(aim.userCode);
    return { ...empty(302, { location: `${issuer}${LOGIN_PATHS.deviceStatus}?error=access_denied` }), said };
  }
  const scopes = scopesOfLogin(asked, login);
  state.logins.consent(
    client,
    privilegesIn(scopes, state.realm).map(([scope]) => scope),
  );
  return complete(asked, login);
}

/** What the user has not granted yet; a device asks for all of it each time, and so does who wants to ask anew. */
function asksFor(asked: RealmRequest, login: PendingLogin): ReturnType<typeof privilegesIn> {
  const { logins, realm } = asked.state;
  const all = privilegesIn(scopesOfLogin(asked, login), realm);
  return login.aim.for === 'device' || login.aim.request.asksAnew
    ? all
    : all.filter(([scope]) => !logins.hasConsent(login.client, [scope]));
}

function shownLogin(asked: RealmRequest): PendingLogin | undefined {
  const login = pendingLogin(asked);
  return login?.shown && login;
}
