import { PATHS } from '../../services/identity/keycloak/paths.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { getCommand, postForm } from '../http-commands.ts';
import { nameHere } from '../names-here.ts';
import { LOGIN_REALM } from './realm.ts';

/** The challenge that RFC 7636 has as its example, of appendix B. */
const CHALLENGE = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };

/** Asks for the login page, as a browser does; whoever opens the address in one can log in there. */
export function loginPageCommand(lab: Pick<Lab, 'issuer' | 'realm'>, shell: Shell): Command {
  const text = getCommand(authorizationUrl(lab, CHALLENGE), shell);
  return {
    kind: 'request',
    text,
    shows: 'the login page: a form with username and password, which goes to the identity provider',
  };
}

/** Asks for the login page of the client that has to ask the user, and demands that it asks. */
export function consentPageCommand(lab: Pick<Lab, 'issuer' | 'realm'>, shell: Shell): Command {
  const more = { ...CHALLENGE, client_id: LOGIN_REALM.clients.asking.id, prompt: 'consent' };
  return {
    kind: 'request',
    text: getCommand(authorizationUrl(lab, more), shell),
    shows:
      'the login page. Open its address in a browser: after the password comes the page that asks, and what was answered stands in the address that you are sent to, where nobody listens',
  };
}

/** The same without a challenge, which this client must not leave out. */
export function withoutChallengeCommand(lab: Pick<Lab, 'issuer' | 'realm'>, shell: Shell): Command {
  const text = getCommand(authorizationUrl(lab), shell, '-si');
  return { kind: 'request', text, shows: 'a 302 to the client, with error=invalid_request: this one is held to PKCE' };
}

/** Redeems a code that is none, or is used up: the provider does not say which. */
export function deadCodeCommand(lab: Pick<Lab, 'issuer'>, shell: Shell): Command {
  const { id, redirectUris } = LOGIN_REALM.clients.app;
  const fields = { grant_type: 'authorization_code', client_id: id, redirect_uri: redirectUris[0], code: 'used-up' };
  const text = postForm(`${lab.issuer}${PATHS.token}`, fields, shell);
  return { kind: 'request', text, shows: 'invalid_grant: Code not valid' };
}

/** Asks for the codes of a device. */
export function deviceCommand(lab: Pick<Lab, 'issuer' | 'realm'>, shell: Shell): Command {
  const fields = { client_id: LOGIN_REALM.clients.device.id, scope: nameHere(lab, LOGIN_REALM.scopes.audience.name) };
  const text = postForm(`${lab.issuer}${PATHS.deviceAuthorization}`, fields, shell);
  return { kind: 'request', text, shows: 'device_code, user_code, verification_uri, expires_in 600 and interval 5' };
}

function authorizationUrl(lab: Pick<Lab, 'issuer' | 'realm'>, more: Readonly<Record<string, string>> = {}): string {
  const { id, redirectUris } = LOGIN_REALM.clients.app;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUris[0],
    scope: nameHere(lab, LOGIN_REALM.scopes.audience.name),
    state: 'by-hand',
    ...more,
  });
  return `${lab.issuer}${PATHS.authorization}?${query}`;
}
