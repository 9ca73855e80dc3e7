import { PATHS } from '../../services/identity/keycloak/paths.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { LOGIN_REALM } from './realm.ts';

/** The challenge that RFC 7636 has as its example, of appendix B. */
const CHALLENGE = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };

/** Asks for the login page, as a browser does; whoever opens the address in one can log in there. */
export function loginPageCommand(lab: Pick<Lab, 'issuer'>, shell: Shell): Command {
  const text = getCommand(authorizationUrl(lab.issuer, CHALLENGE), shell);
  return {
    kind: 'request',
    text,
    shows: 'the login page: a form with username and password, which goes to the identity provider',
  };
}

/** The same without a challenge, which this client must not leave out. */
export function withoutChallengeCommand(lab: Pick<Lab, 'issuer'>, shell: Shell): Command {
  const text = getCommand(authorizationUrl(lab.issuer), shell, '-si');
  return { kind: 'request', text, shows: 'a 302 to the client, with error=invalid_request: this one is held to PKCE' };
}

function authorizationUrl(issuer: string, more: Readonly<Record<string, string>> = {}): string {
  const { id, redirectUris } = LOGIN_REALM.clients.app;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUris[0],
    scope: LOGIN_REALM.scopes.audience.name,
    state: 'by-hand',
    ...more,
  });
  return `${issuer}${PATHS.authorization}?${query}`;
}
