import { isDeepStrictEqual } from 'node:util';
import type { ClientPlan, RealmPlan, ScopePlan } from './realm-plan.ts';

/**
 * One realm that has what each of the plans needs: lists are joined, and what can only be one thing has to be the same in all. Throws an Error that
 * names the first contradiction, or what a plan refers to and no plan has: a fault of the course, not of whoever runs it. Pure.
 */
export function unionOf(...plans: readonly RealmPlan[]): RealmPlan {
  const union = plans.reduce(joined);
  checkNames('clients', 'id', Object.entries(union.clients), ({ id }) => id);
  checkNames('scopes', 'name', Object.entries(union.scopes), ({ name }) => name);
  checkReferences(union);
  return union;
}

function joined(one: RealmPlan, other: RealmPlan): RealmPlan {
  agree('realm', one, other, ['realm', 'accessTokenLifespan', 'ssoSessionIdleTimeout']);
  return {
    ...one,
    clients: merged(one.clients, other.clients, joinedClient),
    scopes: merged(one.scopes, other.scopes, joinedScope),
    logins: merged(one.logins, other.logins, (key, ours, theirs) => {
      agree(`login ${key}`, ours, theirs, ['client', 'scope']);
      return ours;
    }),
  };
}

function joinedClient(key: string, one: ClientPlan, other: ClientPlan): ClientPlan {
  agree(`client ${key}`, one, other, ['id']);
  const lists = {
    redirectUris: both(one.redirectUris, other.redirectUris),
    webOrigins: both(one.webOrigins, other.webOrigins),
    defaultScopes: both(one.defaultScopes, other.defaultScopes),
    optionalScopes: both(one.optionalScopes, other.optionalScopes),
  };
  const twice = lists.defaultScopes.find((scope) => lists.optionalScopes.includes(scope));
  if (twice) throw contradiction(`client ${key}`, `scope ${twice}`, 'default', 'optional');
  const lives = [one.accessTokenLifespan, other.accessTokenLifespan].filter((seconds) => seconds !== undefined);
  const [life, another = life] = lives;
  if (life !== another) throw contradiction(`client ${key}`, 'accessTokenLifespan', life, another);
  const held = {
    ...(life !== undefined && { accessTokenLifespan: life }),
    ...((one.pkce ?? other.pkce) && { pkce: one.pkce ?? other.pkce }),
    ...((one.consent ?? other.consent) && { consent: true as const }),
  };
  if (one.access === 'public' && other.access === 'public')
    return { ...one, ...lists, ...held, flows: both(one.flows, other.flows) };
  if (one.access === 'confidential' && other.access === 'confidential')
    return {
      ...one,
      ...lists,
      ...held,
      flows: both(one.flows, other.flows),
      exchanges: both(one.exchanges, other.exchanges),
    };
  throw contradiction(`client ${key}`, 'access', one.access, other.access);
}

function joinedScope(key: string, one: ScopePlan, other: ScopePlan): ScopePlan {
  agree(`scope ${key}`, one, other, ['name', 'inTokenScope']);
  const more = other.mappers.filter((mapper) => !one.mappers.some((known) => isDeepStrictEqual(known, mapper)));
  return { ...one, mappers: [...one.mappers, ...more] };
}

function merged<T>(
  one: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  join: (key: string, one: T, other: T) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(other).map(([key, theirs]): [string, T] => {
    const ours = one[key];
    return [key, ours === undefined ? theirs : join(key, ours, theirs)];
  });
  return { ...one, ...Object.fromEntries(entries) };
}

function both<T>(one: readonly T[] = [], other: readonly T[] = []): readonly T[] {
  return [...new Set([...one, ...other])];
}

function agree<T>(what: string, one: T, other: T, fields: readonly (keyof T & string)[]): void {
  const field = fields.find((each) => one[each] !== other[each]);
  if (field !== undefined) throw contradiction(what, field, one[field], other[field]);
}

function contradiction(what: string, field: string, one: unknown, other: unknown): Error {
  return new Error(`Two realm plans contradict each other: ${what}, ${field}: ${one} and ${other}.`);
}

function checkNames<T>(what: string, field: string, entries: readonly [string, T][], nameOf: (it: T) => string): void {
  for (const [at, [key, it]] of entries.entries()) {
    const [twin] = entries.slice(0, at).find(([, before]) => nameOf(before) === nameOf(it)) ?? [];
    if (twin === undefined) continue;
    throw new Error(`A realm plan has two ${what} of one ${field}: ${twin} and ${key} are both ${nameOf(it)}.`);
  }
}

function checkReferences({ clients, scopes, logins }: RealmPlan): void {
  const need = (map: object, kind: string, key: string, by: string) => {
    if (!Object.hasOwn(map, key)) throw new Error(`A realm plan lacks the ${kind} ${key}, which ${by} names.`);
  };
  for (const [key, client] of Object.entries(clients)) {
    for (const scope of [...(client.defaultScopes ?? []), ...(client.optionalScopes ?? [])])
      need(scopes, 'scope', scope, `client ${key}`);
    if (client.access === 'confidential')
      for (const audience of client.exchanges ?? []) need(clients, 'client', audience, `client ${key}`);
  }
  for (const [key, { mappers }] of Object.entries(scopes))
    for (const { client } of mappers) need(clients, 'client', client, `scope ${key}`);
  for (const [key, { client, scope }] of Object.entries(logins)) {
    need(clients, 'client', client, `login ${key}`);
    need(scopes, 'scope', scope, `login ${key}`);
  }
}
