import * as z from 'zod';
import type { LessonUser } from '../provider.ts';
import { REALM, userNamed } from '../realm.ts';
import type { AdminApi } from './admin-api.ts';
import { readDiscovery, tryLogin } from './login-look.ts';
import { loginClient } from './login-way.ts';
import {
  assignedScopeSchema,
  type ClientRepresentation,
  clientSchema,
  credentialSchema,
  profileSchema,
  realmSchema,
  scopeSchema,
  type UserRepresentation,
  userSchema,
} from './representations.ts';

import type { Snapshot } from './snapshot.ts';

/** What the credential of a password says that was made at random. Keycloak forgets it when somebody sets another. */
export const RANDOM_LABEL = 'made at random by tutorial-tui';
const OUR_REALM = `/realms/${REALM.realm}`;
/** Of these the set-up knows what to write. */
const NAMES = ['username', 'email', 'firstName', 'lastName'];

/** A part of the snapshot that can be read by itself. */
export type SnapshotPart = 'realm' | 'user' | 'tool' | 'stack' | 'scopes';

const READERS: Readonly<
  Record<SnapshotPart, (api: AdminApi, seen: Snapshot, user: LessonUser) => Promise<Partial<Snapshot>>>
> = {
  realm: async (api) => ({ realm: await api.get(OUR_REALM, realmSchema) }),
  user: readUser,
  tool: async (api) => ({
    tool: await lookUp(api, 'clients', { clientId: REALM.clients.tool.clientId }, clientSchema),
  }),
  stack: async (api) => {
    const stack = await lookUp(api, 'clients', { clientId: REALM.clients.stack.clientId }, clientSchema);
    return { stack, stackScopes: await readStackScopes(api, stack) };
  },
  scopes: async (api) => ({ scopes: (await api.get(`${OUR_REALM}/client-scopes`, z.array(scopeSchema))) ?? [] }),
};

/** Looks at everything the lesson needs; changes nothing. */
export async function takeSnapshot(api: AdminApi, issuer: string, user: LessonUser): Promise<Snapshot> {
  const [realm, namesake, discovery] = await Promise.all([
    api.get(OUR_REALM, realmSchema),
    findNamesake(api),
    readDiscovery(issuer, api.signal),
  ]);
  if (!realm) return { ...EMPTY, namesake };
  const seen = await readAgain(api, { ...EMPTY, realm, discovery }, ['user', 'tool', 'stack', 'scopes'], user);
  const client = loginClient(seen, issuer, user);
  const { login, skew } =
    client && discovery.endpoints
      ? await tryLogin(discovery.endpoints, user, client, api.signal)
      : { login: EMPTY.login, skew: undefined };
  return { ...seen, login, skew: discovery.skew ?? skew };
}

/** The snapshot with some parts of it read anew: after a repair, nothing else has changed. */
export async function readAgain(
  api: AdminApi,
  snapshot: Snapshot,
  parts: readonly SnapshotPart[],
  user: LessonUser,
): Promise<Snapshot> {
  const read = await Promise.all(parts.map((part) => READERS[part](api, snapshot, user)));
  return Object.assign({}, snapshot, ...read);
}

/** Of a realm that is not there. */
const EMPTY: Snapshot = {
  realm: undefined,
  namesake: undefined,
  discovery: { status: 0, issuer: undefined, endpoints: undefined, skew: undefined },
  skew: undefined,
  user: undefined,
  emailOwner: undefined,
  password: 'none',
  passwordSetNow: false,
  otp: false,
  locked: false,
  lacking: [],
  login: { state: 'not tried' },
  tool: undefined,
  stack: undefined,
  stackScopes: { default: [], optional: [] },
  scopes: [],
};

async function findNamesake(api: AdminApi): Promise<string | undefined> {
  const realms = (await api.get('/realms?briefRepresentation=true', z.array(realmSchema))) ?? [];
  return realms.find(({ realm }) => realm.toLowerCase() === REALM.realm.toLowerCase())?.realm;
}

/** With what of them is known before a login; what an earlier login showed is void. */
async function readUser(api: AdminApi, { realm }: Snapshot, { username }: LessonUser): Promise<Partial<Snapshot>> {
  const login = EMPTY.login;
  const user = await findUser(api, username, realm?.loginWithEmailAllowed ?? true);
  if (!user) {
    const { email } = userNamed(username);
    const owner = await lookUp(api, 'users', { email, exact: 'true' }, userSchema);
    return { user, emailOwner: owner?.username, password: 'none', otp: false, locked: false, lacking: [], login };
  }
  const [credentials, attack, profile] = await Promise.all([
    api.get(`${OUR_REALM}/users/${user.id}/credentials`, z.array(credentialSchema)),
    api.peek(`${OUR_REALM}/attack-detection/brute-force/users/${user.id}`, z.looseObject({ disabled: z.boolean() })),
    api.peek(`${OUR_REALM}/users/profile`, profileSchema),
  ]);
  const kept = credentials?.find(({ type }) => type === 'password');
  const demanded = (profile?.attributes ?? []).filter(
    ({ name, required }) => required && !NAMES.includes(name) && (required.roles?.includes('user') ?? true),
  );
  return {
    user,
    emailOwner: undefined,
    password: !kept ? 'none' : kept.userLabel === RANDOM_LABEL ? 'random' : 'own',
    otp: credentials?.some(({ type }) => type === 'otp') ?? false,
    locked: attack?.disabled ?? false,
    lacking: demanded.map(({ name }) => name).filter((name) => !user.attributes[name]?.some((value) => value !== '')),
    login,
  };
}

/** By the name that they log in with, which may be the e-mail address. */
async function findUser(api: AdminApi, username: string, byEmail: boolean): Promise<UserRepresentation | undefined> {
  const named = await lookUp(api, 'users', { username, exact: 'true' }, userSchema);
  if (named || !byEmail || !username.includes('@')) return named;
  return lookUp(api, 'users', { email: username, exact: 'true' }, userSchema);
}

async function lookUp<T>(
  api: AdminApi,
  kind: string,
  query: Record<string, string>,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  return (await api.get(`${OUR_REALM}/${kind}?${new URLSearchParams(query)}`, z.array(schema)))?.[0];
}

async function readStackScopes(
  api: AdminApi,
  stack: ClientRepresentation | undefined,
): Promise<Snapshot['stackScopes']> {
  if (!stack) return EMPTY.stackScopes;
  const read = (kind: 'default' | 'optional') =>
    api.get(`${OUR_REALM}/clients/${stack.id}/${kind}-client-scopes`, z.array(assignedScopeSchema));
  const [always, optional] = await Promise.all([read('default'), read('optional')]);
  return { default: always ?? [], optional: optional ?? [] };
}
