import * as z from 'zod';
import { explainIssuers } from '../clients/issuer.ts';
import { judgeSkew, skewByDate } from './clock.ts';
import { FindingList } from './findings.ts';
import { httpAsk } from './keycloak/http.ts';
import type { Inspection, LessonUser } from './provider.ts';
import { readRefusal, readToolClient } from './read-refusal.ts';
import { readAudience, readLoggedIn, readUnasked } from './read-token.ts';
import { REALM } from './realm.ts';
import { refusedLogin } from './refused-login.ts';
import { endSession, type GrantAnswer, grantToNobody, passwordGrant, refreshGrant } from './token-endpoint.ts';

const stack = REALM.clients.stack.clientId;
const tool = REALM.clients.tool.clientId;
const scope = REALM.audienceScope.name;

const discoverySchema = z.object({
  issuer: z.string(),
  token_endpoint: z.url(),
  end_session_endpoint: z.url().optional(),
  scopes_supported: z.array(z.string()).optional(),
});
type Discovery = z.infer<typeof discoverySchema>;

export interface TokenInspection {
  readonly issuer: string;
  readonly user: LessonUser;
  readonly signal: AbortSignal;
}

/**
 * Looks at a realm without any rights in it: by what discovery and one login show. What does not show is `unknown`. The user's password is sent
 * once, and only to a realm that calls itself by the issuer it was asked for. Throws a TutorialError of kind part-unreachable where nothing
 * answers at all.
 */
export async function inspectByToken({ issuer, user, signal }: TokenInspection): Promise<Inspection> {
  const findings = new FindingList(user.username, false, realmOf(issuer));
  const discovery = await readDiscovery(issuer, findings, signal);
  if (discovery?.issuer !== issuer) {
    const unseen = discovery ? 'not looked at: no password is sent to another issuer' : 'the realm does not answer';
    return { findings: findings.all(unseen), issuer: discovery?.issuer, login: { untried: unseen } };
  }
  const answer = await logIn(discovery, user, findings, signal);
  const all = findings.all('a token does not show it');
  return {
    findings: all,
    issuer: discovery.issuer,
    login: answer.granted ? { token: answer.token } : { refused: refusedLogin(user.username, answer, all) },
  };
}

/** The one login, and what can be told by it. Returns what came of it with the lesson's client and scope. */
async function logIn(
  discovery: Discovery,
  user: LessonUser,
  findings: FindingList,
  signal: AbortSignal,
): Promise<GrantAnswer> {
  const ask = { tokenEndpoint: discovery.token_endpoint, clientId: stack };
  const answer = await passwordGrant({ ...ask, scope, user }, signal);
  readScopes(answer, discovery.scopes_supported, findings);
  if (answer.granted) {
    if (answer.skew !== undefined) noteSkew(answer.skew, findings);
    readLoggedIn(answer.token, user.username, findings);
    readAudience(answer.token, findings);
    readToolClient(await grantToNobody({ ...ask, clientId: tool }, signal), findings);
    return withoutTheScope(ask, answer, findings, signal);
  }
  if (answer.error !== 'invalid_scope') {
    readRefusal(answer, user.username, findings);
    return answer;
  }
  // Keycloak looks at the scope before the user, so that nobody's login has been tried yet.
  const plain = await passwordGrant({ ...ask, user }, signal);
  if (!plain.granted) readRefusal(plain, user.username, findings);
  else {
    readLoggedIn(plain.token, user.username, findings);
    const { refreshToken } = plain.token;
    if (refreshToken && discovery.end_session_endpoint) {
      await endSession(discovery.end_session_endpoint, stack, refreshToken, signal);
    }
  }
  return answer;
}

/** Refreshes with less than was granted: shows what a token carries that did not ask for the scope, without another login. */
async function withoutTheScope(
  ask: { readonly tokenEndpoint: string; readonly clientId: string },
  answer: Extract<GrantAnswer, { granted: true }>,
  findings: FindingList,
  signal: AbortSignal,
): Promise<GrantAnswer> {
  const { refreshToken } = answer.token;
  if (!refreshToken) return answer;
  const narrowed = await refreshGrant({ ...ask, scope: 'openid' }, refreshToken, signal);
  if (!narrowed.granted) return answer;
  readUnasked(narrowed.token, findings);
  // In a realm that revokes refresh tokens the first one is used up; the new one is good for the whole scope again.
  return { ...answer, token: { ...answer.token, refreshToken: narrowed.token.refreshToken ?? refreshToken } };
}

/** What discovery shows: that there is a realm, that plain http will do, what it calls itself. */
async function readDiscovery(
  issuer: string,
  findings: FindingList,
  signal: AbortSignal,
): Promise<Discovery | undefined> {
  const answer = await httpAsk(`${issuer}/.well-known/openid-configuration`, {}, signal);
  noteSkew(skewByDate(answer.headers.date ?? null, Date.now()), findings);
  if (answer.status === 403 && answer.text.includes('HTTPS required')) {
    findings.present('realm', 'it answers');
    findings.note('ssl', 'different', 'HTTPS required: to this Keycloak, our address is not a local one');
    return undefined;
  }
  const discovery = discoverySchema.safeParse(answer.json);
  if (answer.status !== 200 || !discovery.success) {
    findings.note('realm', 'missing', await whyNoRealm(issuer, answer.status, signal));
    return undefined;
  }
  findings.present('realm', 'it answers');
  findings.present('ssl', `${new URL(issuer).protocol.slice(0, -1)} is answered`);
  const amiss = explainIssuers(issuer, discovery.data.issuer);
  if (amiss) findings.note('issuer', 'different', amiss);
  else findings.present('issuer', issuer);
  return discovery.data;
}

function noteSkew(seconds: number | undefined, findings: FindingList): void {
  const clock = judgeSkew(seconds);
  findings.note('clock', clock.state, clock.saw);
}

function realmOf(issuer: string): string {
  return issuer.slice(issuer.lastIndexOf('/') + 1);
}

async function whyNoRealm(issuer: string, status: number, signal: AbortSignal): Promise<string> {
  if (status !== 404) return `discovery answered HTTP ${status}, and not with a discovery document`;
  const answers = async (other: string) =>
    (await httpAsk(`${other}/.well-known/openid-configuration`, {}, signal)).status === 200;
  const name = realmOf(issuer);
  const capitalized = name.charAt(0).toUpperCase() + name.slice(1);
  if (capitalized !== name && (await answers(issuer.slice(0, -name.length) + capitalized))) {
    return `there is a realm ${capitalized}, but none called ${name}: names are case-sensitive`;
  }
  const [base] = issuer.split('/realms/');
  if (base && (await answers(base))) {
    return `there is no realm at ${issuer}: ${base} is an issuer that is not of Keycloak's making, and the lesson needs a realm of a Keycloak`;
  }
  return `there is no realm ${name}: ${issuer} answered 404`;
}

/** Discovery names every client scope of the realm; the grant tells whether the client has it. */
function readScopes(scoped: GrantAnswer, supported: readonly string[] | undefined, findings: FindingList): void {
  const named = supported?.includes(scope);
  if (scoped.granted || named) findings.present('audience-scope', named ? 'discovery names it' : 'it is granted');
  else if (named === false) findings.note('audience-scope', 'missing', 'discovery does not name it');
  if (scoped.granted) findings.present('optional-scope', 'granted when asked for');
  else if (scoped.error === 'invalid_scope') findings.note('optional-scope', 'missing', scoped.description);
}
