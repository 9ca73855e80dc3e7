import type { Dialect } from '../dialect.ts';
import { assignmentFinding, clientFinding, mapperFinding } from '../finding-rows.ts';
import { clientOf, firstLogin } from '../plan-lookup.ts';
import { WORDS } from './words.ts';

/**
 * Error codes of OAuth 2.0 that say that a client is known, and may not do what it asked for (RFC 6749, section 5.2; for one that answers so,
 * docs/references/foreign-issuer.md#refusals).
 */
const KNOWN_CLIENT = ['unauthorized_client', 'unsupported_grant_type', 'invalid_request', 'invalid_grant'];

/** How an identity provider of whatever make is read: by what the standards say, and by nobody's own words. */
export const STANDARD: Dialect = {
  words: WORDS,
  readNoDiscovery: async ({ status }, issuer, findings) => {
    findings.note('realm', 'missing', `${issuer} answered HTTP ${status}, and not with a discovery document`);
  },
  readRefusal: ({ status, error, description }, username, findings) => {
    const login = firstLogin(findings.plan);
    // A fault of its own says nothing of the client.
    if (!login || status >= 500) return;
    const said = description || error;
    const client = clientFinding(login.clientKey);
    if (error === 'invalid_grant') {
      findings.present(client, 'it may log users in');
      findings.note('password', 'different', `the login of ${username} is refused: ${said}`);
    } else if (error === 'invalid_client')
      findings.note(client, 'missing', `it is not known, or not as it is: ${said}`);
    else findings.note(client, 'different', `it may not log users in: ${said}`);
  },
  readLoggedIn: ({ header, claims }, username, findings) => {
    const login = firstLogin(findings.plan);
    if (!login) return;
    findings.present('user', `${username} can log in`);
    findings.present('user-profile', 'nothing stands in the way of a login');
    findings.present('password', 'it is accepted');
    const click = `Have ${login.client.id} get JWT access tokens (RFC 9068), signed with a key that discovery shows.`;
    const found = [
      header.alg === '' && 'its access token is not a JWT',
      header.alg.startsWith('HS') && `its access tokens are signed with ${header.alg}, whose key nobody else has`,
      header.alg !== '' && claims.sub === undefined && !login.client.theirs && 'its tokens have no sub',
    ].filter((saw) => saw !== false);
    const differences = found.map((saw) => ({ saw, click }));
    findings.differs(clientFinding(login.clientKey), differences, `logs ${username} in`);
  },
  readAudience: ({ claims }, findings) => {
    const login = firstLogin(findings.plan);
    const named = namesIn(claims.aud);
    for (const [at, { client }] of (login?.scope.mappers ?? []).entries()) {
      const id = mapperFinding(login?.scopeKey ?? '', at);
      const wanted = clientOf(findings.plan, client).id;
      if (named.includes(wanted)) findings.present(id, `aud names ${wanted}`);
      else if (named.length === 0) findings.note(id, 'missing', 'with the scope, the token still has no aud');
      else findings.note(id, 'different', `aud names ${named.join(', ')}, not ${wanted}`);
    }
  },
  readUnasked: ({ claims }, findings) => {
    const login = firstLogin(findings.plan);
    if (login?.client.theirs || !login?.client.optionalScopes?.includes(login.scopeKey)) return;
    const id = assignmentFinding(login.clientKey, login.scopeKey);
    const unasked = namesIn(claims.aud).filter((name) => login.audiences.includes(name));
    if (unasked.length === 0) findings.present(id, 'granted when asked for');
    else findings.note(id, 'different', `every token names ${unasked.join(', ')}, asked or not`);
  },
  readClient: (answer, key, findings) => {
    if (!answer.granted && KNOWN_CLIENT.includes(answer.error)) findings.present(clientFinding(key), 'it is known');
  },
};

function namesIn(aud: string | string[] | undefined): string[] {
  return [aud].flat().filter((name) => name !== undefined);
}
