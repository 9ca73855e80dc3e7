import { clientOf, mapperName, scopesOf } from './plan-lookup.ts';
import type { ClientPlan, RealmPlan } from './realm-plan.ts';
import type { SetUpWords } from './set-up-words.ts';

/** One thing that a plan needs of an identity provider. */
export interface FindingRow {
  readonly id: string;
  /** What it is about, and nothing of how it is: a title stands before what was seen, whether that is as it should be or not. */
  readonly title: string;
  /** What repairs it when it is missing; a mistake of its own has a click of its own. */
  readonly byHand: string;
}

/** The finding of a client, by its key in the plan. */
export const clientFinding = (client: string) => `${client}-client`;
/** … of a scope. */
export const scopeFinding = (scope: string) => `${scope}-scope`;
/** … of one of a scope's mappers, by its place in the plan. */
export const mapperFinding = (scope: string, at: number) => `${scope}-mapper${at === 0 ? '' : `-${at + 1}`}`;
/** … of a scope that a client has. */
export const assignmentFinding = (client: string, scope: string) => `${scope}-on-${client}`;

/** All that a plan needs, in the order in which a person makes it: what others name comes before them. */
export function findingRows(plan: RealmPlan, username: string, realm: string, words: SetUpWords): FindingRow[] {
  const clients = Object.entries(plan.clients);
  const hasScopes = ([, client]: [string, ClientPlan]) => scopesOf(client).length > 0;
  return [
    {
      id: 'clock',
      title: 'Clock',
      byHand: "Set this machine's clock by its time service; after sleep, restart the virtual machine.",
    },
    { id: 'issuer', title: 'Issuer', byHand: words.oneIssuer },
    { id: 'realm', title: words.realmTitle(realm), byHand: words.createRealm(realm) },
    { id: 'ssl', title: 'Plain http', byHand: words.requireSsl },
    { id: 'user', title: `User ${username}`, byHand: words.addUser(username) },
    { id: 'user-profile', title: `Profile of ${username}`, byHand: words.names(username) },
    { id: 'password', title: `Password of ${username}`, byHand: words.password(username, true) },
    ...clients.filter((entry) => !hasScopes(entry)).map(([key, client]) => clientRow(key, client, words)),
    ...scopeRows(plan, words),
    ...clients
      .filter(hasScopes)
      .flatMap(([key, client]) => [clientRow(key, client, words), ...assignmentRows(plan, key, client, words)]),
  ];
}

/** The ids of all that a plan needs: of findings about it. */
export function findingIds({ clients, scopes }: RealmPlan): ReadonlySet<string> {
  return new Set([
    ...['clock', 'issuer', 'realm', 'ssl', 'user', 'user-profile', 'password'],
    ...Object.keys(clients).map(clientFinding),
    ...Object.entries(scopes).flatMap(([key, { mappers }]) => [
      scopeFinding(key),
      ...mappers.map((_, at) => mapperFinding(key, at)),
    ]),
    ...Object.entries(clients).flatMap(([key, client]) =>
      scopesOf(client).map((scope) => assignmentFinding(key, scope.key)),
    ),
  ]);
}

function clientRow(key: string, client: ClientPlan, words: SetUpWords): FindingRow {
  return { id: clientFinding(key), title: `Client ${client.id}`, byHand: words.createClient(client) };
}

function scopeRows(plan: RealmPlan, words: SetUpWords): FindingRow[] {
  return Object.entries(plan.scopes).flatMap(([key, scope]) => [
    { id: scopeFinding(key), title: words.scopeTitle(scope.name), byHand: words.createScope(scope) },
    ...scope.mappers.map(({ client }, at) => {
      const { id: audience } = clientOf(plan, client);
      return {
        id: mapperFinding(key, at),
        title: words.mapperTitle(scope.name, audience),
        byHand: words.addMapper(scope.name, audience, mapperName(scope.name, audience, at), at === 0),
      };
    }),
  ]);
}

function assignmentRows(plan: RealmPlan, key: string, client: ClientPlan, words: SetUpWords): FindingRow[] {
  return scopesOf(client).map(({ key: scopeKey, assigned }) => {
    const name = plan.scopes[scopeKey]?.name ?? scopeKey;
    return {
      id: assignmentFinding(key, scopeKey),
      title: `${name} on ${client.id}`,
      byHand: words.addScope(client.id, name, assigned),
    };
  });
}
