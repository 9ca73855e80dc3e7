import { firstLogin } from '../plan-lookup.ts';
import type { LessonUser } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { clientDifferences } from './client-settings.ts';
import type { LoginClient } from './login-look.ts';
import { NO_CLIENT, type Snapshot } from './snapshot.ts';

/** Keycloak's own client for password grants, which every realm has: the lesson's may not be there yet. */
const ADMIN_CLI = 'admin-cli';
/** Keycloak's required action of a temporary password. */
export const TEMPORARY = 'UPDATE_PASSWORD';

/** Whether the user's own password is wanted, and nobody gave one: a password that was made here is not theirs. Pure. */
export function lacksPassword({ user, password }: Snapshot, { generated }: LessonUser): boolean {
  return user !== undefined && generated && password !== 'random';
}

/**
 * With which client the user's login is worth a try: the lesson's own, where it may log users in, so that one login proves all; otherwise
 * Keycloak's. Undefined where it is known beforehand what would come of it, since a refused login counts against the user. Pure.
 */
export function loginClient(
  snapshot: Snapshot,
  plan: RealmPlan,
  issuer: string,
  user: LessonUser,
): LoginClient | undefined {
  const { realm, user: found, discovery, locked } = snapshot;
  if (!realm?.enabled || discovery.issuer !== issuer) return undefined;
  if (!found?.enabled || locked || lacksPassword(snapshot, user)) return undefined;
  const login = firstLogin(plan);
  if (!login || login.elsewhere) return undefined;
  const { client, scopes } = snapshot.clients[login.clientKey] ?? NO_CLIENT;
  const scope = login.scope.name;
  const assigned = [...scopes.default, ...scopes.optional].some(({ name }) => name === scope);
  const able = client && clientDifferences(client, login.client, realm).every(({ refusesLogins }) => !refusesLogins);
  return able && assigned ? { clientId: login.client.id, scope } : { clientId: ADMIN_CLI };
}
