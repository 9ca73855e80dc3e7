import type { LessonUser } from '../provider.ts';
import { REALM } from '../realm.ts';
import { clientDifferences } from './client-settings.ts';
import type { LoginClient } from './login-look.ts';
import type { Snapshot } from './snapshot.ts';

const { stack } = REALM.clients;
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
export function loginClient(snapshot: Snapshot, issuer: string, user: LessonUser): LoginClient | undefined {
  const { realm, user: found, discovery, locked } = snapshot;
  if (!realm?.enabled || discovery.issuer !== issuer) return undefined;
  if (!found?.enabled || locked || lacksPassword(snapshot, user)) return undefined;
  const scope = REALM.audienceScope.name;
  const { default: always, optional } = snapshot.stackScopes;
  const assigned = [...always, ...optional].some(({ name }) => name === scope);
  const able =
    snapshot.stack && clientDifferences(snapshot.stack, stack, realm).every(({ refusesLogins }) => !refusesLogins);
  return able && assigned ? { clientId: stack.clientId, scope } : { clientId: ADMIN_CLI };
}
