import type { Finding } from '../../../src/evidence/finding.ts';
import { assignmentFinding, clientFinding, mapperFinding, scopeFinding } from '../finding-rows.ts';
import { scopesOf } from '../plan-lookup.ts';
import type { LessonUser } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { newRealm } from './new-representations.ts';
import { addMapper, assignScope, repairClient, repairScope } from './repair-clients.ts';
import { repairProfile, repairUser, setPassword } from './repair-user.ts';
import type { Snapshot } from './snapshot.ts';
import { type Look, realmPath, type SnapshotPart } from './take-snapshot.ts';

/** How one finding is repaired. */
export interface RepairOf {
  readonly id: string;
  readonly repair: (look: Look, snapshot: Snapshot) => Promise<void>;
  /** What has to be read anew before the next repair. */
  readonly changes: readonly SnapshotPart[];
  /** What it does, for whoever watches; by the finding's state where it is not said. */
  readonly doing?: (finding: Finding, user: LessonUser) => string;
}

/**
 * What repairs each finding of a plan, given the Keycloak as it stands: creates what is missing, changes what differs, and no more. In waves: those
 * of one wave need nothing of each other and run at once, each wave needs those before. A finding without an entry is nothing that the Admin REST
 * API could change.
 */
export function repairWaves(plan: RealmPlan): readonly (readonly RepairOf[])[] {
  const clients = Object.entries(plan.clients).map(([key, client]) => ({ key, scopes: scopesOf(client) }));
  const clientRepair = (key: string, changes: readonly SnapshotPart[]): RepairOf => ({
    id: clientFinding(key),
    repair: (look, seen) => repairClient(look, seen, key),
    changes,
  });
  return [
    [{ id: 'realm', repair: repairRealm, changes: ['realm', 'user', 'clients', 'scopes'] }],
    [
      { id: 'ssl', repair: allowPlainHttp, changes: [] },
      { id: 'user', repair: repairUser, changes: ['user'] },
      ...clients.map(({ key, scopes }) => clientRepair(key, scopes.length > 0 ? ['clients'] : [])),
      ...Object.keys(plan.scopes).map((key): RepairOf => {
        return { id: scopeFinding(key), repair: (look, seen) => repairScope(look, seen, key), changes: ['scopes'] };
      }),
    ],
    [{ id: 'user-profile', repair: repairProfile, changes: ['user'] }, ...mapperRepairs(plan)],
    [
      {
        id: 'password',
        repair: setPassword,
        changes: ['user'],
        doing: (_, { generated }) => (generated ? 'making another at random' : 'setting the one in USER_PASSWORD'),
      },
      ...clients.flatMap(({ key, scopes }) =>
        scopes.map(
          ({ key: scope }): RepairOf => ({
            id: assignmentFinding(key, scope),
            repair: (look, seen) => assignScope(look, seen, key, scope),
            changes: [],
          }),
        ),
      ),
    ],
  ];
}

function mapperRepairs({ scopes }: RealmPlan): RepairOf[] {
  return Object.entries(scopes).flatMap(([key, { mappers }]) =>
    mappers.map((_, at) => ({
      id: mapperFinding(key, at),
      repair: (look: Look, seen: Snapshot) => addMapper(look, seen, key, at),
      changes: [],
      doing: () => 'adding one of our own',
    })),
  );
}

function allowPlainHttp({ api, plan }: Look): Promise<void> {
  return api.put(realmPath(plan), { realm: plan.realm, sslRequired: 'none' });
}

/**
 * Without a clientScopes key: with one, Keycloak would make none of its built-in scopes, and tokens would have no sub
 * (docs/references/keycloak-26.md#set-up).
 */
async function repairRealm({ api, plan }: Look, { realm: found }: Snapshot): Promise<void> {
  if (found) return api.put(realmPath(plan), { realm: plan.realm, enabled: true });
  return api.post('/realms', newRealm(plan));
}
