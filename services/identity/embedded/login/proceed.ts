import type { ClientPlan } from '../../realm-plan.ts';
import { type Answer, empty } from '../answer.ts';
import { idleMs } from '../grant.ts';
import type { RealmRequest } from '../realm-request.ts';
import type { RealmState } from '../realm-state.ts';
import { grantableScopes, type Scopes } from '../scopes.ts';
import { callback } from './callback.ts';
import { privilegesIn } from './consent-words.ts';
import { setCookie } from './cookies.ts';
import type { PendingLogin } from './login-state.ts';
import { LOGIN_PATHS, loginUrl } from './login-urls.ts';

/** What comes next once the user has shown who they are: the question whether they consent, or the end. */
export function proceed(asked: RealmRequest, login: PendingLogin): Answer {
  if (!mustConsent(asked, login)) return complete(asked, login);
  const location = loginUrl(asked.issuer, LOGIN_PATHS.requiredAction, login, { execution: 'OAUTH_GRANT' });
  return empty(302, { location, 'cache-control': 'no-store, must-revalidate, max-age=0' });
}

/** The scopes that a login comes to. What a device asked for is looked at only here: what it may not have is left out. */
export function scopesOfLogin({ state }: RealmRequest, { aim, client }: PendingLogin): Scopes {
  return aim.for === 'code' ? aim.request.scopes : grantableScopes(aim.scope, client, state.realm);
}

/** A device always asks: whoever typed its code may have been talked into it (RFC 8628, section 5.4). */
export function mustConsent(asked: RealmRequest, login: PendingLogin): boolean {
  if (login.aim.for === 'device') return true;
  const { scopes, asksAnew } = login.aim.request;
  return (asksAnew && login.client.consent === true) || needsConsent(asked.state, login.client, scopes);
}

/** Whether a client has to ask for these scopes, and was not granted them before. */
export function needsConsent({ logins, realm }: RealmState, client: ClientPlan, scopes: Scopes): boolean {
  return (
    client.consent === true &&
    !logins.hasConsent(
      client,
      privilegesIn(scopes, realm).map(([scope]) => scope),
    )
  );
}

/** The end of a login: a session, if there is none yet, and what the login was for. */
export function complete(asked: RealmRequest, login: PendingLogin): Answer {
  const { state, issuer } = asked;
  const { logins, sessions, user } = state;
  const { client, aim, shown } = login;
  logins.finish(login);
  const scopes = scopesOfLogin(asked, login);
  const idle = idleMs(state.realm, scopes);
  const known = shown?.sid !== undefined && sessions.isActive(shown.sid) ? shown.sid : undefined;
  const sid = known ?? sessions.open(idle, shown?.at);
  if (known !== undefined) sessions.extend(known, idle, shown?.at);
  sessions.join(sid, client.id);
  const cookie = known === undefined ? setCookie(asked, 'KEYCLOAK_IDENTITY', logins.signIn(sid)) : {};
  const said = `${user.username} is logged in in a browser, for ${client.id}`;
  if (aim.for === 'device') {
    logins.devices.approve(aim.userCode, { sid, scopes });
    return { ...empty(302, { location: `${issuer}${LOGIN_PATHS.deviceStatus}`, ...cookie }), said };
  }
  const { request } = aim;
  const code = logins.issueCode({ clientId: client.id, sid, request }, state.clientUuids[client.id] ?? '');
  const answer = callback(request, { state: request.state, session_state: sid, iss: issuer, code });
  return { ...answer, headers: { ...answer.headers, ...cookie }, said };
}
