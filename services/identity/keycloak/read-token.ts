import type { TokenSet } from '../../clients/login.ts';
import { assignmentFinding, clientFinding, mapperFinding } from '../finding-rows.ts';
import type { Difference, FindingList } from '../findings.ts';
import { clientOf, firstLogin, mapperName } from '../plan-lookup.ts';
import { CLICKS } from './clicks.ts';

/** Keycloak's own client scope that gives a token its `sub`. */
export const SUBJECT_SCOPE = 'basic';
/** Keycloak's `jti` begins with two letters for the session, two for the kind of token and two for the grant. */
const LIGHTWEIGHT_JTI = /^..lt..:/;

type Token = Pick<TokenSet, 'header' | 'claims'>;

/** What a granted login shows of the user and of the client that asked. */
export function readLoggedIn({ header, claims }: Token, username: string, findings: FindingList): void {
  const login = firstLogin(findings.plan);
  if (!login) return;
  const client = login.client.id;
  findings.present('user', `${username} can log in`);
  findings.present('user-profile', 'nothing stands in the way of a login');
  findings.present('password', 'it is accepted');
  const found: Difference[] = [];
  if (header.alg === '') found.push({ saw: 'its access token is not a JWT', click: CLICKS.signature(client) });
  else if (isSymmetric(header.alg)) found.push({ saw: symmetric(header.alg), click: CLICKS.signature(client) });
  if (isLightweight(claims)) found.push({ saw: LIGHTWEIGHT, click: CLICKS.lightweight(client) });
  else if (header.alg !== '' && claims.sub === undefined && !login.client.theirs) {
    found.push({ saw: WITHOUT_SUBJECT, click: CLICKS.subjectScope(client, SUBJECT_SCOPE) });
  }
  if (!login.client.theirs && ('realm_access' in claims || 'resource_access' in claims)) {
    found.push({
      saw: "full scope allowed is on: the token carries all of the user's roles",
      click: CLICKS.fullScope(client),
    });
  }
  const roles = login.client.theirs ? '' : ', with no roles';
  findings.differs(clientFinding(login.clientKey), found, `logs ${username} in${roles}`);
}

/** What a finding says of a client whose tokens are too light for the tool. */
export const LIGHTWEIGHT = 'it issues lightweight access tokens, which name neither user (sub) nor audience (aud)';
/** What a finding says of a client whose tokens do not name the user. */
export const WITHOUT_SUBJECT = `scope ${SUBJECT_SCOPE} is not among its default scopes: its tokens have no sub`;

/** An algorithm whose one key both makes and checks signatures (RFC 7518, section 3.2): only the issuer can have it. */
export function isSymmetric(alg: string): boolean {
  return alg.startsWith('HS');
}

/** What a finding says of a client whose tokens only Keycloak can check. */
export function symmetric(alg: string): string {
  return `its access tokens are signed with ${alg}, whose key never leaves Keycloak: the tool could not check them`;
}

function isLightweight(claims: Token['claims']): boolean {
  return typeof claims.jti === 'string' && LIGHTWEIGHT_JTI.test(claims.jti) && claims.aud === undefined;
}

/** Whom the token with the scope is for. */
export function readAudience({ claims }: Token, findings: FindingList): void {
  const login = firstLogin(findings.plan);
  if (!login) return;
  const { scopeKey, scope } = login;
  const names = audience(claims);
  for (const [at, mapper] of scope.mappers.entries()) {
    const wanted = clientOf(findings.plan, mapper.client).id;
    const id = mapperFinding(scopeKey, at);
    const name = mapperName(scope.name, wanted, at);
    if (names.includes(wanted)) findings.present(id, `aud names ${wanted}`);
    else if (isLightweight(claims)) return;
    else if (names.length > 0) {
      findings.note(id, 'different', `aud names ${names.join(', ')}, not ${wanted}`, {
        byHand: CLICKS.addMapper(scope.name, wanted, at === 0 ? `${name}-2` : name, false),
      });
    } else {
      findings.note(id, 'missing', 'with the scope, the token still has no aud', {
        byHand: `${CLICKS.addMapper(scope.name, wanted, name, true)}; where there is one already: ${CLICKS.mapperToAccessToken(scope.name, 'the Audience mapper')}`,
      });
    }
  }
}

/** What a token without the scope shows: that the audience has to be asked for. */
export function readUnasked(unasked: Token & Pick<TokenSet, 'scope'>, findings: FindingList): void {
  const login = firstLogin(findings.plan);
  if (login?.client.theirs || !login?.client.optionalScopes?.includes(login.scopeKey)) return;
  const { clientKey, client, scopeKey, scope, audiences } = login;
  const id = assignmentFinding(clientKey, scopeKey);
  const names = audience(unasked.claims).filter((name) => audiences.includes(name));
  const optional = CLICKS.assignedType(client.id, scope.name, 'Optional');
  if (names.length === 0) findings.present(id, 'granted when asked for');
  else if (unasked.scope.split(' ').includes(scope.name)) {
    findings.note(id, 'different', 'it is granted unasked: assigned as Default', { byHand: optional });
  } else {
    const saw = `every token names ${names.join(', ')}, asked or not: the scope is assigned as Default, or ${client.id} has an Audience mapper of its own`;
    const byHand = `${optional}; where it is Optional already: ${CLICKS.dedicatedMapper(client.id, 'the Audience mapper')}`;
    findings.note(id, 'different', saw, { byHand });
  }
}

function audience({ aud }: Token['claims']): string[] {
  return [aud].flat().filter((name) => name !== undefined);
}
