import { secretVariable } from '../../part/secret-variable.ts';
import { scopesOf } from '../plan-lookup.ts';
import type { ClientPlan, RealmPlan } from '../realm-plan.ts';
import { userNamed } from '../user.ts';
import { DEFAULT_SCOPES, OPTIONAL_SCOPES, type ScopeImport } from './built-in-scopes.ts';
import { newClient, newRealm, newScope } from './new-representations.ts';

/** A user of an imported realm, and the variable of Keycloak's environment that holds the password. */
export interface ImportedUser {
  readonly username: string;
  readonly passwordVariable: string;
}

/**
 * A realm as its plan wants it, in the form that Keycloak takes at its start (`--import-realm`): what the Admin API would make step by step. No secret
 * stands in it: Keycloak puts in what its environment holds, passwords of users by their variables, secrets of clients by `secretVariable`. Pure.
 */
export function realmImport(plan: RealmPlan, users: readonly ImportedUser[]) {
  const own = Object.keys(plan.scopes).map((key) => newScope(plan, key));
  return {
    ...newRealm(plan),
    clientScopes: [...DEFAULT_SCOPES, ...OPTIONAL_SCOPES, ...own],
    defaultDefaultClientScopes: namesOf(DEFAULT_SCOPES),
    defaultOptionalClientScopes: namesOf(OPTIONAL_SCOPES),
    clients: Object.values(plan.clients).map((client) => importedClient(plan, client)),
    users: users.map(({ username, passwordVariable }) => ({
      ...userNamed(username),
      emailVerified: false,
      enabled: true,
      requiredActions: [],
      credentials: [{ type: 'password', value: placeholder(passwordVariable), temporary: false }],
      // What a user whom the Admin API adds gets by itself.
      realmRoles: [`default-roles-${plan.realm}`],
    })),
  };
}

function importedClient(plan: RealmPlan, client: ClientPlan) {
  const assigned = scopesOf(client);
  const those = (how: 'Default' | 'Optional') =>
    assigned.flatMap(({ key, assigned: as }) => (as === how ? [plan.scopes[key]?.name ?? key] : []));
  return {
    ...newClient(client),
    ...(client.access === 'confidential' && { secret: placeholder(secretVariable(client.id)) }),
    defaultClientScopes: [...namesOf(DEFAULT_SCOPES), ...those('Default')],
    optionalClientScopes: [...namesOf(OPTIONAL_SCOPES), ...those('Optional')],
  };
}

function namesOf(scopes: readonly ScopeImport[]): readonly string[] {
  return scopes.map(({ name }) => name);
}

/** What Keycloak reads at an import as the value of a variable of its environment. */
function placeholder(variable: string): string {
  return `\${${variable}}`;
}
