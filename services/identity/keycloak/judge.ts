import { judgeSkew } from '../clock.ts';
import { CLICKS, FindingList } from '../findings.ts';
import { explainIssuers } from '../issuer.ts';
import type { Finding } from '../provider.ts';
import { type ClientDescription, REALM } from '../realm.ts';
import type { ClientRepresentation, MapperRepresentation, ScopeRepresentation } from './representations.ts';
import type { Snapshot } from './snapshot.ts';

const stackId = REALM.clients.stack.clientId;
const toolId = REALM.clients.tool.clientId;
const scopeName = REALM.audienceScope.name;
/** Keycloak's own client scope that gives a token its `sub`. */
export const SUBJECT_SCOPE = 'basic';

/** What a snapshot means to the lesson. Pure. */
export function judge(snapshot: Snapshot, issuer: string, username: string): Finding[] {
  const findings = new FindingList(username, true);
  judgeRealm(snapshot, issuer, findings);
  if (!snapshot.realm) return findings.all(`there is no realm ${REALM.realm} yet`);
  judgeUser(snapshot, username, findings);
  judgeTool(snapshot.tool, findings);
  judgeScope(snapshot.scopes, findings);
  judgeStack(snapshot, findings);
  return findings.all('could not be looked at');
}

function judgeRealm({ realm, namesake, discovery, skew }: Snapshot, issuer: string, findings: FindingList): void {
  const clock = judgeSkew(skew);
  findings.note('clock', clock.state, clock.saw);
  if (!realm) {
    const other = `there is a realm ${namesake}, but none called ${REALM.realm}: names are case-sensitive`;
    findings.note('realm', 'missing', namesake === undefined ? 'there is none' : other);
    return;
  }
  if (realm.enabled) findings.present('realm', 'it is there');
  else findings.note('realm', 'different', 'it is disabled', CLICKS.enableRealm);
  const secure = issuer.startsWith('https:');
  if (discovery.status === 403 || (realm.sslRequired === 'all' && !secure)) {
    findings.note('ssl', 'different', `HTTPS required (Require SSL is ${realm.sslRequired})`);
  } else if (discovery.status === 200)
    findings.present('ssl', `Require SSL is ${realm.sslRequired}, and we are let in`);
  if (discovery.issuer === undefined) return;
  const amiss = explainIssuers(issuer, discovery.issuer);
  if (amiss) findings.note('issuer', 'different', amiss);
  else findings.present('issuer', issuer);
}

/** Keycloak's required action of a temporary password. */
export const TEMPORARY = 'UPDATE_PASSWORD';

function judgeUser({ user, passwordSet, login }: Snapshot, username: string, findings: FindingList): void {
  if (!user) {
    findings.note('user', 'missing', 'there is none');
    findings.note('user-profile', 'missing', 'there is no user yet');
    findings.note('password', 'missing', 'there is no user yet');
    return;
  }
  if (user.enabled) findings.present('user', 'it is there');
  else findings.note('user', 'different', 'it is disabled', CLICKS.enableUser(username));
  const lacking = Object.entries({ 'first name': user.firstName, 'last name': user.lastName, 'e-mail': user.email })
    .filter(([, value]) => !value)
    .map(([name]) => `no ${name}`);
  const actions = user.requiredActions.filter((action) => action !== TEMPORARY);
  if (lacking.length > 0) findings.note('user-profile', 'different', lacking.join(', '));
  else if (actions.length > 0) {
    findings.note(
      'user-profile',
      'different',
      `required actions: ${actions.join(', ')}`,
      CLICKS.requiredActions(username),
    );
  } else findings.present('user-profile', 'names and e-mail are set');
  if (user.requiredActions.includes(TEMPORARY)) findings.note('password', 'different', 'it is temporary');
  else if (login === 'accepted') findings.present('password', 'it is accepted');
  else if (!passwordSet) findings.note('password', 'missing', 'none is set');
  else if (login === 'refused') {
    findings.note('password', 'different', 'it is another than the one this lesson was given');
  }
}

/** A setting of a client that the lesson needs: its name on the screen, and the click that gives it a value. */
const SETTINGS = [
  ['enabled', 'enabled', (id: string) => CLICKS.enableClient(id)],
  [
    'publicClient',
    'public (client authentication off)',
    (id: string) => CLICKS.capability(id, 'Client authentication: Off'),
  ],
  [
    'standardFlowEnabled',
    'standard flow',
    (id: string, on: boolean) => CLICKS.capability(id, `Standard flow: ${onOff(on)}`),
  ],
  [
    'implicitFlowEnabled',
    'implicit flow',
    (id: string, on: boolean) => CLICKS.capability(id, `Implicit flow: ${onOff(on)}`),
  ],
  [
    'directAccessGrantsEnabled',
    'direct access grants',
    (id: string, on: boolean) => CLICKS.capability(id, `Direct access grants: ${onOff(on)}`),
  ],
  ['fullScopeAllowed', 'full scope allowed', (id: string) => CLICKS.fullScope(id)],
] as const;

/** The settings that a client of the lesson has to have; others are its owner's business. */
export function wantedSettings(client: ClientDescription) {
  const { publicClient, standardFlowEnabled, directAccessGrantsEnabled, fullScopeAllowed } = client;
  const settings = { enabled: true, publicClient, standardFlowEnabled, directAccessGrantsEnabled, fullScopeAllowed };
  return { ...settings, implicitFlowEnabled: false };
}

function differences(client: ClientRepresentation, description: ClientDescription): { saw: string; click: string }[] {
  const wanted = wantedSettings(description);
  return SETTINGS.filter(([key]) => client[key] !== wanted[key]).map(([key, name, click]) => ({
    saw: `${name} is ${onOff(client[key])}`,
    click: click(client.clientId, wanted[key]),
  }));
}

function judgeTool(tool: ClientRepresentation | undefined, findings: FindingList): void {
  if (!tool) findings.note('tool-client', 'missing', 'there is none');
  else
    noteDifferences('tool-client', differences(tool, REALM.clients.tool), 'public, no flows, full scope off', findings);
}

function judgeStack({ stack, stackScopes, scopes }: Snapshot, findings: FindingList): void {
  if (!stack) {
    findings.note('stack-client', 'missing', 'there is none');
    findings.note('optional-scope', 'missing', `there is no client ${stackId} yet`);
    return;
  }
  const found = differences(stack, REALM.clients.stack);
  if (!stackScopes.default.some(({ name }) => name === SUBJECT_SCOPE)) {
    const click = scopes.some(({ name }) => name === SUBJECT_SCOPE)
      ? `Clients › ${stackId} › Client scopes › Add client scope › ${SUBJECT_SCOPE} › Add › Default`
      : `Realm settings › Action › Delete, then ${CLICKS.createRealm}: the realm has none of Keycloak's own client scopes`;
    found.push({ saw: `scope ${SUBJECT_SCOPE} is not among its default scopes: its tokens have no sub`, click });
  }
  noteDifferences('stack-client', found, 'public, standard flow and direct access grants, full scope off', findings);
  const { optional, default: always } = stackScopes;
  if (optional.some(({ name }) => name === scopeName)) findings.present('optional-scope', 'assigned as Optional');
  else if (always.some(({ name }) => name === scopeName)) {
    findings.note(
      'optional-scope',
      'different',
      'assigned as Default: every token gets it, asked or not',
      CLICKS.scopeOptional,
    );
  } else findings.note('optional-scope', 'missing', `${scopeName} is not assigned to ${stackId}`);
}

function judgeScope(scopes: readonly ScopeRepresentation[], findings: FindingList): void {
  const scope = scopes.find(({ name }) => name === scopeName);
  if (!scope) {
    findings.note('audience-scope', 'missing', 'there is none');
    findings.note('audience-mapper', 'missing', `there is no scope ${scopeName} yet`);
    return;
  }
  if (scope.protocol === 'openid-connect') findings.present('audience-scope', 'it is there');
  else {
    const click = `Client scopes › ${scopeName} › Action › Delete, then ${CLICKS.createScope}`;
    findings.note('audience-scope', 'different', `its protocol is ${scope.protocol ?? 'not set'}`, click);
  }
  const mappers = scope.protocolMappers.filter(isAudienceMapper);
  const wrong = mappers[0];
  if (mappers.some(includesTool)) findings.present('audience-mapper', `includes ${toolId}`);
  else if (wrong) findings.note('audience-mapper', 'different', whatIsWrong(wrong), CLICKS.openMapper);
  else findings.note('audience-mapper', 'missing', `${scopeName} has no Audience mapper`);
}

export function isAudienceMapper({ protocolMapper }: MapperRepresentation): boolean {
  return protocolMapper === 'oidc-audience-mapper';
}

/** An audience written by hand does as well as a client that was picked. */
function audienceOf({ config }: MapperRepresentation): string | undefined {
  return config['included.client.audience'] || config['included.custom.audience'];
}

function includesTool(mapper: MapperRepresentation): boolean {
  return audienceOf(mapper) === toolId && mapper.config['access.token.claim'] !== 'false';
}

function whatIsWrong(mapper: MapperRepresentation): string {
  const audience = audienceOf(mapper);
  if (audience === toolId) return 'it does not add to the access token';
  return audience === undefined ? 'it includes no client' : `it includes ${audience}, not ${toolId}`;
}

function noteDifferences(
  id: 'tool-client' | 'stack-client',
  found: readonly { saw: string; click: string }[],
  asItShould: string,
  findings: FindingList,
): void {
  if (found.length === 0) findings.present(id, asItShould);
  else
    findings.note(id, 'different', found.map(({ saw }) => saw).join(', '), found.map(({ click }) => click).join('; '));
}

function onOff(value: boolean): string {
  return value ? 'On' : 'Off';
}
