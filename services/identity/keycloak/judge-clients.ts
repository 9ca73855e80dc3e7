import { CLICKS } from '../clicks.ts';
import type { Difference, FindingList } from '../findings.ts';
import { SUBJECT_SCOPE, WITHOUT_SUBJECT } from '../read-token.ts';
import { REALM } from '../realm.ts';
import { clientDifferences } from './client-settings.ts';
import { isAudienceMapper, putsToolIntoTokens, whatIsWrong } from './mappers.ts';
import type { ClientRepresentation, RealmRepresentation, ScopeRepresentation } from './representations.ts';
import type { Snapshot } from './snapshot.ts';

const { tool, stack } = REALM.clients;
const scopeName = REALM.audienceScope.name;

export function judgeTool(
  client: ClientRepresentation | undefined,
  realm: RealmRepresentation,
  findings: FindingList,
): void {
  if (!client) findings.note('tool-client', 'missing', 'there is none');
  else findings.differs('tool-client', clientDifferences(client, tool, realm), 'public, no flows, full scope off');
}

/** The client that logs the user in, and how it has the scope. */
export function judgeStack(snapshot: Snapshot, realm: RealmRepresentation, findings: FindingList): void {
  const { stack: client, stackScopes, login } = snapshot;
  if (!client) {
    findings.note('stack-client', 'missing', 'there is none');
    findings.note('optional-scope', 'missing', `there is no client ${stack.clientId} yet`);
    return;
  }
  const found: Difference[] = [...clientDifferences(client, stack, realm), ...scopeDifferences(client, snapshot)];
  if (found.length === 0 && login.state === 'turned away') {
    const saw = `Keycloak turns its logins away: ${login.said || login.error}`;
    const click = 'Realm settings › Client policies, and Authentication › Flows › direct grant';
    found.push({ saw, click, repairable: false });
  }
  findings.differs('stack-client', found, 'public, standard flow and direct access grants, full scope off');
  const { optional, default: always } = stackScopes;
  if (optional.some(({ name }) => name === scopeName)) findings.present('optional-scope', 'assigned as Optional');
  else if (always.some(({ name }) => name === scopeName)) {
    const saw = 'assigned as Default: every token gets it, asked or not';
    findings.note('optional-scope', 'different', saw, { byHand: CLICKS.scopeOptional });
  } else findings.note('optional-scope', 'missing', `${scopeName} is not assigned to ${stack.clientId}`);
}

/** What the client's own scopes do to every token, asked or not. */
function scopeDifferences(client: ClientRepresentation, { stackScopes, scopes }: Snapshot): Difference[] {
  const found: Difference[] = [];
  if (!stackScopes.default.some(({ name }) => name === SUBJECT_SCOPE)) {
    const exists = scopes.some(({ name }) => name === SUBJECT_SCOPE);
    const remake = `Realm settings › Action › Delete, then ${CLICKS.createRealm(REALM.realm)}: the realm has none of Keycloak's own client scopes`;
    found.push({
      saw: WITHOUT_SUBJECT,
      click: exists ? CLICKS.subjectScope(SUBJECT_SCOPE) : remake,
      repairable: exists,
    });
  }
  for (const { name } of client.protocolMappers.filter(putsToolIntoTokens)) {
    const saw = `its own mapper ${name} puts ${tool.clientId} into every token, asked or not`;
    found.push({ saw, click: CLICKS.dedicatedMapper(name), repairable: false });
  }
  return found;
}

export function judgeScope(scopes: readonly ScopeRepresentation[], findings: FindingList): void {
  const scope = scopes.find(({ name }) => name === scopeName);
  if (!scope) {
    findings.note('audience-scope', 'missing', 'there is none');
    findings.note('audience-mapper', 'missing', `there is no scope ${scopeName} yet`);
    return;
  }
  if (scope.protocol === 'openid-connect') findings.present('audience-scope', 'it is there');
  else {
    findings.note('audience-scope', 'different', `its protocol is ${scope.protocol ?? 'not set'}`, {
      byHand: CLICKS.remakeScope,
    });
  }
  judgeMappers(scope.protocolMappers, findings);
}

function judgeMappers(all: ScopeRepresentation['protocolMappers'], findings: FindingList): void {
  const wrong = all.find(isAudienceMapper);
  const add = CLICKS.addMapper(freeName(all), all.length === 0);
  if (all.some(putsToolIntoTokens)) findings.present('audience-mapper', `includes ${tool.clientId}`);
  else if (!wrong) {
    findings.note('audience-mapper', 'missing', `${scopeName} has no Audience mapper`, { byHand: add });
  } else {
    const { saw, switchedOff } = whatIsWrong(wrong);
    findings.note('audience-mapper', 'different', saw, {
      byHand: switchedOff ? CLICKS.mapperToAccessToken(wrong.name) : add,
    });
  }
}

/** A name for another mapper that none of these has. */
export function freeName(mappers: readonly { readonly name: string }[]): string {
  const taken = new Set(mappers.map(({ name }) => name));
  let name = scopeName;
  for (let at = 2; taken.has(name); at++) name = `${scopeName}-${at}`;
  return name;
}
