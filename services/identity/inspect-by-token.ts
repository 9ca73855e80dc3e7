import * as z from 'zod';
import { judgeSkew, skewByDate } from './clock.ts';
import { CLICKS, FindingList } from './findings.ts';
import { explainIssuers } from './issuer.ts';
import { httpAsk } from './keycloak/http.ts';
import { endSession, type GrantAnswer, passwordGrant } from './password-grant.ts';
import type { Finding, LessonUser } from './provider.ts';
import { REALM } from './realm.ts';

const stack = REALM.clients.stack.clientId;
const tool = REALM.clients.tool.clientId;
const scope = REALM.audienceScope.name;

const discoverySchema = z.object({
  issuer: z.string(),
  token_endpoint: z.url(),
  end_session_endpoint: z.url().optional(),
  scopes_supported: z.array(z.string()).optional(),
});

export interface TokenInspection {
  readonly issuer: string;
  readonly user: LessonUser;
  readonly signal: AbortSignal;
}

/**
 * Looks at a realm without any rights in it: by what discovery, a login and the token's claims show. What does not show is `unknown`.
 * Throws a TutorialError of kind part-unreachable where nothing answers at all.
 */
export async function inspectByToken({ issuer, user, signal }: TokenInspection): Promise<Finding[]> {
  const findings = new FindingList(user.username, false);
  const discovery = await readDiscovery(issuer, findings, signal);
  if (!discovery) return findings.all('could not be looked at: the realm does not answer');
  const look = (clientId: string, wanted?: string) =>
    passwordGrant(
      { tokenEndpoint: discovery.token_endpoint, clientId, user, ...(wanted && { scope: wanted }) },
      signal,
    );
  const scoped = await look(stack, scope);
  const plain = scoped.granted || scoped.error === 'invalid_scope' ? await look(stack) : scoped;
  readLogin(scoped, plain, user.username, findings);
  readScopes(scoped, discovery.scopes_supported, findings);
  readToolClient(await look(tool), findings);
  for (const answer of [scoped, plain]) {
    if (answer.granted && answer.refreshToken && discovery.end_session_endpoint) {
      await endSession(discovery.end_session_endpoint, stack, answer.refreshToken, signal);
    }
  }
  return findings.all('a token does not show it');
}

/** What discovery shows: that there is a realm, that plain http will do, what it calls itself. */
async function readDiscovery(issuer: string, findings: FindingList, signal: AbortSignal) {
  const answer = await httpAsk(`${issuer}/.well-known/openid-configuration`, {}, signal);
  const clock = judgeSkew(skewByDate(answer.headers.date ?? null, Date.now()));
  findings.note('clock', clock.state, clock.saw);
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

async function whyNoRealm(issuer: string, status: number, signal: AbortSignal): Promise<string> {
  const name = issuer.slice(issuer.lastIndexOf('/') + 1);
  const capitalized = name.charAt(0).toUpperCase() + name.slice(1);
  if (status === 404 && capitalized !== name) {
    const other = `${issuer.slice(0, -name.length)}${capitalized}`;
    const { status: otherStatus } = await httpAsk(`${other}/.well-known/openid-configuration`, {}, signal);
    if (otherStatus === 200)
      return `there is a realm ${capitalized}, but none called ${name}: names are case-sensitive`;
  }
  return status === 404 ? `there is no realm ${name}` : `discovery answered HTTP ${status}`;
}

/** What the login with and without the scope shows. */
function readLogin(scoped: GrantAnswer, plain: GrantAnswer, username: string, findings: FindingList): void {
  if (plain.granted) readPlainToken(plain.claims, username, findings);
  else readRefusal(plain, username, findings);
  if (plain.granted && plain.skew !== undefined) {
    const clock = judgeSkew(plain.skew);
    findings.note('clock', clock.state, clock.saw);
  }
  if (!scoped.granted) return;
  const always = plain.granted && audience(plain.claims).includes(tool);
  if (always) {
    findings.note('optional-scope', 'different', 'it is granted unasked: assigned as Default', CLICKS.scopeOptional);
  } else findings.present('optional-scope', 'granted when asked for');
  readAudience(audience(scoped.claims), findings);
}

/** Discovery names every client scope of the realm; the grant tells whether the client has it. */
function readScopes(scoped: GrantAnswer, supported: readonly string[] | undefined, findings: FindingList): void {
  const named = supported?.includes(scope);
  if (scoped.granted || named) findings.present('audience-scope', named ? 'discovery names it' : 'it is granted');
  else if (named === false) findings.note('audience-scope', 'missing', 'discovery does not name it');
  if (!scoped.granted && scoped.error === 'invalid_scope') {
    findings.note('optional-scope', 'missing', scoped.description);
  }
}

function readPlainToken(claims: Readonly<Record<string, unknown>>, username: string, findings: FindingList): void {
  findings.present('user', `${username} can log in`);
  findings.present('user-profile', 'nothing stands in the way of a login');
  findings.present('password', 'it is accepted');
  const roles = 'realm_access' in claims || 'resource_access' in claims;
  if (roles)
    findings.note(
      'stack-client',
      'different',
      "full scope allowed is on: the token carries all of the user's roles",
      CLICKS.fullScope(stack),
    );
  else findings.present('stack-client', `logs ${username} in, with no roles`);
}

function readAudience(names: readonly string[], findings: FindingList): void {
  if (names.includes(tool)) findings.present('audience-mapper', `aud names ${tool}`);
  else if (names.length === 0)
    findings.note('audience-mapper', 'missing', 'with the scope, the token still has no aud');
  else findings.note('audience-mapper', 'different', `aud names ${names.join(', ')}, not ${tool}`, CLICKS.openMapper);
}

/** The refusals of a login, as keycloak-26 words them. */
function readRefusal(
  { error, description }: Extract<GrantAnswer, { granted: false }>,
  username: string,
  findings: FindingList,
): void {
  const said = description || error;
  if (/Realm not enabled/i.test(said)) findings.note('realm', 'different', 'it is disabled', CLICKS.enableRealm);
  else if (error === 'invalid_client') {
    findings.note('stack-client', 'missing', `${said}: there is none, or it is disabled`);
  } else if (error === 'unauthorized_client' && !said.includes('direct access')) {
    const click = CLICKS.capability(stack, 'Client authentication: Off');
    findings.note('stack-client', 'different', `client authentication is on: ${said}`, click);
  } else if (error === 'unauthorized_client') {
    const click = CLICKS.capability(stack, 'Direct access grants: On');
    findings.note('stack-client', 'different', `direct access grants are off: ${said}`, click);
  } else if (said.startsWith('Account is not fully set up')) {
    findings.present('stack-client', 'it may log users in');
    const click = `${CLICKS.names(username)}; and ${CLICKS.setPassword(username)}`;
    findings.note(
      'user-profile',
      'different',
      `${said}: a name or the e-mail is missing, or the password is temporary`,
      click,
    );
  } else if (said.startsWith('Account disabled')) {
    findings.present('stack-client', 'it may log users in');
    findings.note('user', 'different', said, CLICKS.enableUser(username));
  } else if (error === 'invalid_grant') {
    findings.present('stack-client', 'it may log users in');
    const click = `${CLICKS.addUser(username)}; or ${CLICKS.setPassword(username)}`;
    findings.note(
      'password',
      'different',
      `${said}: no user ${username}, or another password (Keycloak does not say which)`,
      click,
    );
  } else findings.note('stack-client', 'different', said);
}

/** The tool's client stands for the tool and logs nobody in: the refusal says whether it is there. */
function readToolClient(answer: GrantAnswer, findings: FindingList): void {
  if (answer.granted || answer.error === 'invalid_grant') {
    const click = CLICKS.capability(tool, 'Direct access grants: Off');
    findings.note('tool-client', 'different', 'it may log users in: direct access grants are on', click);
  } else if (answer.error === 'unauthorized_client') findings.present('tool-client', 'it logs nobody in');
  else if (answer.error === 'invalid_client') findings.note('tool-client', 'missing', answer.description);
}

function audience(claims: Readonly<Record<string, unknown>>): string[] {
  return [claims.aud].flat().filter((name) => typeof name === 'string');
}
