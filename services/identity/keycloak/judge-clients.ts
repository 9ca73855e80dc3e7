import { assignmentFinding, clientFinding, mapperFinding, scopeFinding } from '../finding-rows.ts';
import type { Difference, FindingList } from '../findings.ts';
import {
  type Assigned,
  audiencesOf,
  clientOf,
  exchangesTokens,
  firstLogin,
  getsTokens,
  mapperName,
  scopeOf,
  scopesOf,
} from '../plan-lookup.ts';
import type { ClientPlan, RealmPlan, ScopePlan } from '../realm-plan.ts';
import { CLICKS } from './clicks.ts';
import { clientDifferences } from './client-settings.ts';
import { EXCHANGE, flowsInWords, PKCE } from './flows.ts';
import { freeName, isAudienceMapper, namedAudience, putsIntoTokens, whatIsWrong } from './mappers.ts';
import { SUBJECT_SCOPE, WITHOUT_SUBJECT } from './read-token.ts';
import type { ClientRepresentation, MapperRepresentation, RealmRepresentation } from './representations.ts';
import { type ClientLook, NO_CLIENT, type Snapshot } from './snapshot.ts';

/** The plan's clients and scopes, as they stand. Pure. */
export function judgeClients(snapshot: Snapshot, realm: RealmRepresentation, findings: FindingList): void {
  const { plan } = findings;
  for (const [key, client] of Object.entries(plan.clients)) {
    judgeClient(key, client, snapshot, realm, findings);
    for (const { key: scope, assigned } of scopesOf(client)) {
      const look = snapshot.clients[key] ?? NO_CLIENT;
      const { state, ...note } = judgeAssignment(look, client, scopeOf(plan, scope).name, assigned);
      findings.note(assignmentFinding(key, scope), state, note.saw, note);
    }
  }
  for (const [key, scope] of Object.entries(plan.scopes)) judgeScope(key, scope, snapshot, findings);
}

function judgeClient(
  key: string,
  plan: ClientPlan,
  snapshot: Snapshot,
  realm: RealmRepresentation,
  findings: FindingList,
): void {
  const { client, scopes } = snapshot.clients[key] ?? NO_CLIENT;
  if (!client) {
    findings.note(clientFinding(key), 'missing', 'there is none');
    return;
  }
  const found: Difference[] = [
    ...clientDifferences(client, plan, realm),
    ...(getsTokens(plan) ? subjectDifference(client, scopes, snapshot, findings.plan) : []),
    ...ownMappers(client, plan, findings.plan),
  ];
  const { login } = snapshot;
  if (found.length === 0 && login.state === 'turned away' && firstLogin(findings.plan)?.clientKey === key) {
    const saw = `Keycloak turns its logins away: ${login.said || login.error}`;
    const click = 'Realm settings › Client policies, and Authentication › Flows › direct grant';
    found.push({ saw, click, repairable: false });
  }
  findings.differs(clientFinding(key), found, asItShould(plan));
}

function asItShould(plan: ClientPlan): string {
  const flows = flowsInWords(plan.flows, 'words') ?? 'no flows';
  const more = [
    ...(exchangesTokens(plan) ? [EXCHANGE.words] : []),
    ...(plan.pkce ? [`${PKCE.words} ${plan.pkce}`] : []),
    ...(plan.consent ? ['consent'] : []),
    ...(plan.accessTokenLifespan === undefined ? [] : [`access tokens of ${plan.accessTokenLifespan} s`]),
  ];
  return [plan.access, flows, ...more, 'full scope off'].join(', ');
}

/** Without its own scope for it, Keycloak issues tokens that do not say whom they speak of. */
function subjectDifference(
  { clientId }: ClientRepresentation,
  assigned: ClientLook['scopes'],
  { scopes }: Snapshot,
  { realm }: RealmPlan,
): Difference[] {
  if (assigned.default.some(({ name }) => name === SUBJECT_SCOPE)) return [];
  const exists = scopes.some(({ name }) => name === SUBJECT_SCOPE);
  const remake = `Realm settings › Action › Delete, then ${CLICKS.createRealm(realm)}: the realm has none of Keycloak's own client scopes`;
  const click = exists ? CLICKS.subjectScope(clientId, SUBJECT_SCOPE) : remake;
  return [{ saw: WITHOUT_SUBJECT, click, repairable: exists }];
}

/** What puts an audience that is to be asked for into every token. */
function ownMappers(client: ClientRepresentation, { optionalScopes = [] }: ClientPlan, plan: RealmPlan): Difference[] {
  const audiences = optionalScopes.flatMap((scope) => audiencesOf(plan, scopeOf(plan, scope)));
  return audiences.flatMap((audience) =>
    client.protocolMappers
      .filter((mapper) => putsIntoTokens(mapper, audience))
      .map(({ name }) => ({
        saw: `its own mapper ${name} puts ${audience} into every token, asked or not`,
        click: CLICKS.dedicatedMapper(client.clientId, name),
        repairable: false,
      })),
  );
}

const UNLIKE: Readonly<Record<Assigned, string>> = {
  Optional: 'assigned as Default: every token gets it, asked or not',
  Default: 'assigned as Optional: only a token that asks for it gets it',
};

/** How a client has a scope. */
function judgeAssignment({ client, scopes }: ClientLook, { id }: ClientPlan, scope: string, wanted: Assigned) {
  if (!client) return { state: 'missing', saw: `there is no client ${id} yet` } as const;
  const has = (kind: Assigned) =>
    scopes[kind === 'Default' ? 'default' : 'optional'].some(({ name }) => name === scope);
  if (has(wanted)) return { state: 'present', saw: `assigned as ${wanted}` } as const;
  if (has(wanted === 'Default' ? 'Optional' : 'Default')) {
    return { state: 'different', saw: UNLIKE[wanted], byHand: CLICKS.assignedType(id, scope, wanted) } as const;
  }
  return { state: 'missing', saw: `${scope} is not assigned to ${id}` } as const;
}

function judgeScope(key: string, plan: ScopePlan, { scopes }: Snapshot, findings: FindingList): void {
  const scope = scopes.find(({ name }) => name === plan.name);
  if (!scope) {
    findings.note(scopeFinding(key), 'missing', 'there is none');
    for (const at of plan.mappers.keys())
      findings.note(mapperFinding(key, at), 'missing', `there is no scope ${plan.name} yet`);
    return;
  }
  if (scope.protocol === 'openid-connect') findings.present(scopeFinding(key), 'it is there');
  else {
    const byHand = CLICKS.remakeScope(plan.name);
    findings.note(scopeFinding(key), 'different', `its protocol is ${scope.protocol ?? 'not set'}`, { byHand });
  }
  for (const at of plan.mappers.keys()) judgeMapper(mapperFinding(key, at), at, plan, scope.protocolMappers, findings);
}

function judgeMapper(
  id: string,
  at: number,
  plan: ScopePlan,
  all: readonly MapperRepresentation[],
  findings: FindingList,
): void {
  const audience = clientOf(findings.plan, plan.mappers[at]?.client ?? '').id;
  const others = audiencesOf(findings.plan, plan).filter((other) => other !== audience);
  const wrong = all.find((mapper) => isAudienceMapper(mapper) && !others.includes(namedAudience(mapper) ?? ''));
  const free = freeName(all, mapperName(plan.name, audience, at));
  const add = CLICKS.addMapper(plan.name, audience, free, all.length === 0);
  if (all.some((mapper) => putsIntoTokens(mapper, audience))) findings.present(id, `includes ${audience}`);
  else if (!wrong) findings.note(id, 'missing', `${plan.name} has no Audience mapper`, { byHand: add });
  else {
    const { saw, switchedOff } = whatIsWrong(wrong, audience);
    const byHand = switchedOff ? CLICKS.mapperToAccessToken(plan.name, wrong.name) : add;
    findings.note(id, 'different', saw, { byHand });
  }
}
