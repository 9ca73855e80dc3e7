import type { Observe } from '../../src/evidence/hop.ts';
import type { Endpoints } from '../clients/discovery.ts';
import { explainIssuers } from '../clients/issuer.ts';
import type { TokenSet } from '../clients/login.ts';
import type { ClientSecrets } from './client-secrets.ts';
import { judgeSkew } from './clock.ts';
import type { Dialect } from './dialect.ts';
import { discover } from './discovery.ts';
import { assignmentFinding, clientFinding, scopeFinding } from './finding-rows.ts';
import { FindingList } from './findings.ts';
import { firstLogin, getsTokens, type Login, speaksForItself } from './plan-lookup.ts';
import type { Inspection, LessonUser, LoginResult } from './provider.ts';
import { ownScopes, readOwnToken } from './read-own-token.ts';
import type { RealmPlan } from './realm-plan.ts';
import { refusedLogin } from './refused-login.ts';
import {
  askByPassword,
  askByRefresh,
  askForItself,
  type ClientAsk,
  endSession,
  type GrantAnswer,
  grantToNobody,
} from './token-endpoint.ts';

/** What a look by one login is told: no admin's rights, so that only what a token shows can be seen. */
export interface TokenInspection {
  readonly plan: RealmPlan;
  readonly dialect: Dialect;
  readonly issuer: string;
  readonly user: LessonUser;
  /** Of confidential clients, where they are known. */
  readonly secrets: ClientSecrets;
  /** Told of the login, where the provider does not tell of it itself. */
  readonly observe?: Observe | undefined;
  /** What came of a login that was made already, which is then not tried. */
  readonly made?: LoginResult | undefined;
  readonly signal: AbortSignal;
}

interface Look extends Omit<TokenInspection, 'issuer'> {
  readonly endpoints: Endpoints;
  readonly findings: FindingList;
}

/**
 * Looks at a realm without any rights in it: by what discovery and one login show. What does not show is `unknown`. The user's password is sent
 * once, and only to a realm that calls itself by the issuer it was asked for. Throws a TutorialError of kind part-unreachable where nothing
 * answers at all.
 */
export async function inspectByToken(asked: TokenInspection): Promise<Inspection> {
  const { plan, dialect, issuer, user } = asked;
  const words = { words: dialect.words, realm: realmOf(issuer) };
  const findings = new FindingList({ plan, username: user.username, repairable: false, ...words });
  const endpoints = await readDiscovery(asked, findings);
  if (endpoints?.issuer !== issuer) {
    const unseen = endpoints ? 'not looked at: no password is sent to another issuer' : 'the realm does not answer';
    return { findings: findings.all(unseen), issuer: endpoints?.issuer, endpoints, login: { untried: unseen } };
  }
  readScopeNames(plan, endpoints, findings);
  if (asked.made) {
    await readMade({ ...asked, endpoints, findings }, asked.made);
    const all = findings.all(UNSHOWN);
    return { findings: all, issuer: endpoints.issuer, endpoints, login: asked.made };
  }
  const answer = await logIn({ ...asked, endpoints, findings });
  const all = findings.all(UNSHOWN);
  return { findings: all, issuer: endpoints.issuer, endpoints, login: resultOf(answer, user, all) };
}

const UNSHOWN = 'a token does not show it';

/** What a login shows that was made elsewhere. An opaque token shows nothing. */
async function readMade(look: Look, made: LoginResult): Promise<void> {
  const { plan, dialect, user, findings } = look;
  const login = firstLogin(plan);
  if (!login || !('token' in made)) return;
  if (made.token.header.alg !== '') {
    dialect.readLoggedIn(made.token, user.username, findings);
    dialect.readAudience(made.token, findings);
  }
  await readOtherClients(look, login, made.token);
}

function resultOf(answer: GrantAnswer | undefined, { username }: LessonUser, all: Inspection['findings']): LoginResult {
  if (!answer) return { untried: 'nothing of it wants one' };
  return answer.granted ? { token: answer.token } : { refused: refusedLogin(username, answer, all) };
}

/** The one login, and what can be told by it. Returns what came of it with the plan's client and scope. */
async function logIn(look: Look): Promise<GrantAnswer | undefined> {
  const { plan, dialect, endpoints, user, secrets, findings, observe, signal } = look;
  const login = firstLogin(plan);
  if (!login || login.elsewhere) return undefined;
  const { id: clientId } = login.client;
  const ask = { tokenEndpoint: endpoints.token, clientId, secret: secrets[clientId], asks: login.asks };
  const scope = login.scope.name;
  const answer = await askByPassword({ ...ask, scope, user, observe }, signal);
  readScope(answer, login, endpoints, findings);
  if (answer.granted) {
    if (answer.skew !== undefined) noteSkew(answer.skew, findings);
    dialect.readLoggedIn(answer.token, user.username, findings);
    dialect.readAudience(answer.token, findings);
    await readOtherClients(look, login, answer.token);
    return withoutTheScope(look, ask, answer);
  }
  if (answer.error !== 'invalid_scope') {
    dialect.readRefusal(answer, user.username, findings);
    return answer;
  }
  // Keycloak looks at the scope before the user, so that nobody's login has been tried yet.
  const plain = await askByPassword({ ...ask, user, observe }, signal);
  if (!plain.granted) dialect.readRefusal(plain, user.username, findings);
  else {
    dialect.readLoggedIn(plain.token, user.username, findings);
    const { refreshToken } = plain.token;
    if (refreshToken && endpoints.endSession) {
      await endSession(endpoints.endSession, ask, refreshToken, signal);
    }
  }
  return answer;
}

/** Those that the login does not show: by a token of their own, where their secret is known; by how they are answered that name nobody. */
async function readOtherClients(look: Look, login: Login, token: TokenSet): Promise<void> {
  const { plan, dialect, endpoints, secrets, findings, signal } = look;
  for (const [key, client] of Object.entries(plan.clients)) {
    if (key === login.clientKey) continue;
    if (client.theirs && !getsTokens(client)) {
      // A name in aud need be no client's.
      if ([token.claims.aud].flat().includes(client.id)) findings.present(clientFinding(key), 'the token names it');
      continue;
    }
    const ask = { tokenEndpoint: endpoints.token, clientId: client.id };
    const secret = speaksForItself(client) ? secrets[client.id] : undefined;
    if (secret)
      readOwnToken(await askForItself({ ...ask, secret, scope: ownScopes(plan, key) }, signal), key, findings);
    else dialect.readClient(await grantToNobody(ask, signal), key, findings);
  }
}

/** Refreshes with less than was granted: shows what a token carries that did not ask for the scope, without another login. */
async function withoutTheScope(
  { dialect, findings, signal }: Look,
  ask: ClientAsk,
  answer: Extract<GrantAnswer, { granted: true }>,
): Promise<GrantAnswer> {
  const { refreshToken } = answer.token;
  if (!refreshToken) return answer;
  const narrowed = await askByRefresh({ ...ask, scope: 'openid' }, refreshToken, signal);
  if (!narrowed.granted) return answer;
  dialect.readUnasked(narrowed.token, findings);
  // In a realm that revokes refresh tokens the first one is used up; the new one is good for the whole scope again.
  return { ...answer, token: { ...answer.token, refreshToken: narrowed.token.refreshToken ?? refreshToken } };
}

/** What discovery shows: that there is a realm, that plain http will do, what it calls itself. */
async function readDiscovery(
  { issuer, dialect, signal }: TokenInspection,
  findings: FindingList,
): Promise<Endpoints | undefined> {
  const { answer, endpoints, skew } = await discover(issuer, signal);
  noteSkew(skew, findings);
  if (!endpoints) {
    await dialect.readNoDiscovery(answer, issuer, findings, signal);
    return undefined;
  }
  findings.present('realm', 'it answers');
  findings.present('ssl', `${new URL(issuer).protocol.slice(0, -1)} is answered`);
  const amiss = explainIssuers(issuer, endpoints.issuer);
  if (amiss) findings.note('issuer', 'different', amiss);
  else findings.present('issuer', issuer);
  return endpoints;
}

function noteSkew(seconds: number | undefined, findings: FindingList): void {
  const clock = judgeSkew(seconds);
  findings.note('clock', clock.state, clock.saw);
}

/** The last part of an issuer's path, by which a realm is called. */
function realmOf(issuer: string): string {
  return issuer.slice(issuer.lastIndexOf('/') + 1);
}

/** Discovery names the scopes that there are, where it names any. */
function readScopeNames({ scopes }: RealmPlan, endpoints: Endpoints, findings: FindingList): void {
  for (const [key, { name }] of Object.entries(scopes)) {
    if (endpoints.scopes?.includes(name)) findings.present(scopeFinding(key), 'discovery names it');
  }
}

/** The grant tells whether the client has the scope. */
function readScope(scoped: GrantAnswer, login: Login, { scopes }: Endpoints, findings: FindingList): void {
  const { clientKey, scopeKey, scope } = login;
  if (!scopes?.includes(scope.name)) {
    if (scoped.granted) findings.present(scopeFinding(scopeKey), 'it is granted');
    else if (scopes) findings.note(scopeFinding(scopeKey), 'missing', 'discovery does not name it');
  }
  const id = assignmentFinding(clientKey, scopeKey);
  if (scoped.granted) findings.present(id, 'granted when asked for');
  else if (scoped.error === 'invalid_scope') findings.note(id, 'missing', scoped.description);
}
