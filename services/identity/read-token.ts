import type { TokenSet } from '../clients/login.ts';
import { CLICKS } from './clicks.ts';
import type { Difference, FindingList } from './findings.ts';
import { REALM } from './realm.ts';

const stack = REALM.clients.stack.clientId;
const tool = REALM.clients.tool.clientId;
const scope = REALM.audienceScope.name;
/** Keycloak's own client scope that gives a token its `sub`. */
export const SUBJECT_SCOPE = 'basic';
/** Keycloak's `jti` begins with two letters for the session, two for the kind of token and two for the grant. */
const LIGHTWEIGHT_JTI = /^..lt..:/;

type Token = Pick<TokenSet, 'header' | 'claims'>;

/** What a granted login shows of the user and of the client that asked. */
export function readLoggedIn({ header, claims }: Token, username: string, findings: FindingList): void {
  findings.present('user', `${username} can log in`);
  findings.present('user-profile', 'nothing stands in the way of a login');
  findings.present('password', 'it is accepted');
  const found: Difference[] = [];
  if (header.alg === '') found.push({ saw: 'its access token is not a JWT', click: CLICKS.signature });
  else if (isSymmetric(header.alg)) found.push({ saw: symmetric(header.alg), click: CLICKS.signature });
  if (isLightweight(claims)) found.push({ saw: LIGHTWEIGHT, click: CLICKS.lightweight });
  else if (header.alg !== '' && claims.sub === undefined) {
    found.push({ saw: WITHOUT_SUBJECT, click: CLICKS.subjectScope(SUBJECT_SCOPE) });
  }
  if ('realm_access' in claims || 'resource_access' in claims) {
    found.push({
      saw: "full scope allowed is on: the token carries all of the user's roles",
      click: CLICKS.fullScope(stack),
    });
  }
  findings.differs('stack-client', found, `logs ${username} in, with no roles`);
}

export const LIGHTWEIGHT = 'it issues lightweight access tokens, which name neither user (sub) nor audience (aud)';
export const WITHOUT_SUBJECT = `scope ${SUBJECT_SCOPE} is not among its default scopes: its tokens have no sub`;

/** An algorithm whose one key both makes and checks signatures (RFC 7518, section 3.2): only the issuer can have it. */
export function isSymmetric(alg: string): boolean {
  return alg.startsWith('HS');
}

export function symmetric(alg: string): string {
  return `its access tokens are signed with ${alg}, whose key never leaves Keycloak: the tool could not check them`;
}

function isLightweight(claims: Token['claims']): boolean {
  return typeof claims.jti === 'string' && LIGHTWEIGHT_JTI.test(claims.jti) && claims.aud === undefined;
}

/** Whom the token with the scope is for. */
export function readAudience({ claims }: Token, findings: FindingList): void {
  const names = audience(claims);
  if (names.includes(tool)) findings.present('audience-mapper', `aud names ${tool}`);
  else if (isLightweight(claims)) return;
  else if (names.length > 0) {
    findings.note('audience-mapper', 'different', `aud names ${names.join(', ')}, not ${tool}`, {
      byHand: CLICKS.addMapper(`${scope}-2`, false),
    });
  } else {
    findings.note('audience-mapper', 'missing', 'with the scope, the token still has no aud', {
      byHand: `${CLICKS.addMapper(scope, true)}; where there is one already: ${CLICKS.mapperToAccessToken('the Audience mapper')}`,
    });
  }
}

/** What a token without the scope shows: that the audience has to be asked for. */
export function readUnasked(unasked: Token & Pick<TokenSet, 'scope'>, findings: FindingList): void {
  if (!audience(unasked.claims).includes(tool)) findings.present('optional-scope', 'granted when asked for');
  else if (unasked.scope.split(' ').includes(scope)) {
    findings.note('optional-scope', 'different', 'it is granted unasked: assigned as Default', {
      byHand: CLICKS.scopeOptional,
    });
  } else {
    findings.note(
      'optional-scope',
      'different',
      `every token names ${tool}, asked or not: the scope is assigned as Default, or ${stack} has an Audience mapper of its own`,
      {
        byHand: `${CLICKS.scopeOptional}; where it is Optional already: ${CLICKS.dedicatedMapper('the Audience mapper')}`,
      },
    );
  }
}

function audience({ aud }: Token['claims']): string[] {
  return [aud].flat().filter((name) => name !== undefined);
}
