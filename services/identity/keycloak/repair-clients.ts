import { getsTokens } from '../plan-lookup.ts';
import { clientDifferences, repairedClient } from './client-settings.ts';
import { freeName } from './mappers.ts';
import { audienceMapper, newClient, newScope } from './new-representations.ts';
import { SUBJECT_SCOPE } from './read-token.ts';
import { NO_CLIENT, type Snapshot } from './snapshot.ts';
import { type Look, realmPath } from './take-snapshot.ts';

/**
 * Creates a client, or changes what of it differs. The secret of a confidential one is Keycloak's to make, at random, and is never changed here:
 * whoever has it already may use it.
 */
export async function repairClient({ api, plan }: Look, { realm, clients, scopes }: Snapshot, key: string) {
  const wanted = plan.clients[key];
  if (!wanted) return;
  const { client: found, scopes: assigned } = clients[key] ?? NO_CLIENT;
  if (!found || !realm) {
    return api.post(`${realmPath(plan)}/clients`, newClient(wanted));
  }
  const differences = clientDifferences(found, wanted, realm);
  if (differences.length > 0) {
    await api.put(`${realmPath(plan)}/clients/${found.id}`, repairedClient(found, differences));
  }
  const subject = scopes.find(({ name }) => name === SUBJECT_SCOPE);
  if (getsTokens(wanted) && subject && !assigned.default.some(({ name }) => name === SUBJECT_SCOPE)) {
    await api.put(`${realmPath(plan)}/clients/${found.id}/default-client-scopes/${subject.id}`, {});
  }
}

/** Creates a client scope with its mappers, or makes one that is there one of OpenID Connect. */
export async function repairScope({ api, plan }: Look, { scopes }: Snapshot, key: string): Promise<void> {
  const wanted = plan.scopes[key];
  if (!wanted) return;
  const found = scopes.find(({ name }) => name === wanted.name);
  if (found) return api.put(`${realmPath(plan)}/client-scopes/${found.id}`, { ...found, protocol: 'openid-connect' });
  return api.post(`${realmPath(plan)}/client-scopes`, newScope(plan, key));
}

/** Beside whatever mappers are there: one that is not the plan's may be somebody's, and another audience in a token does no harm. */
export async function addMapper({ api, plan }: Look, { scopes }: Snapshot, key: string, at: number): Promise<void> {
  const wanted = plan.scopes[key];
  const scope = scopes.find(({ name }) => name === wanted?.name);
  if (!wanted || !scope) return;
  const mapper = audienceMapper(plan, wanted, at);
  const name = freeName(scope.protocolMappers, mapper.name);
  await api.post(`${realmPath(plan)}/client-scopes/${scope.id}/protocol-mappers/models`, { ...mapper, name });
}

/** Gives a client a scope as the plan has it, and takes it from it as it had it. */
export async function assignScope(
  { api, plan }: Look,
  { scopes, clients }: Snapshot,
  clientKey: string,
  scopeKey: string,
): Promise<void> {
  const scope = scopes.find(({ name }) => name === plan.scopes[scopeKey]?.name);
  const { client, scopes: assigned } = clients[clientKey] ?? NO_CLIENT;
  if (!scope || !client) return;
  const wanted = plan.clients[clientKey]?.defaultScopes?.includes(scopeKey) ? 'default' : 'optional';
  const other = wanted === 'default' ? 'optional' : 'default';
  const path = (kind: string) => `${realmPath(plan)}/clients/${client.id}/${kind}-client-scopes/${scope.id}`;
  if (assigned[other].some(({ id }) => id === scope.id)) await api.delete(path(other));
  await api.put(path(wanted), {});
}
