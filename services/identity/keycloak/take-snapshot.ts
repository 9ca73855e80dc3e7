import * as z from 'zod';
import type { Observe } from '../../../src/evidence/hop.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { getsTokens } from '../plan-lookup.ts';
import type { LessonUser } from '../provider.ts';
import type { ClientPlan, RealmPlan } from '../realm-plan.ts';
import { userNamed } from '../user.ts';
import type { AdminApi } from './admin-api.ts';
import { type LoginClient, readDiscovery, tryLogin } from './login-look.ts';
import { loginClient } from './login-way.ts';
import {
  assignedScopeSchema,
  clientSchema,
  clientSecretSchema,
  credentialSchema,
  profileSchema,
  realmSchema,
  scopeSchema,
  type UserRepresentation,
  userSchema,
} from './representations.ts';

import { type ClientLook, NO_CLIENT, type Snapshot } from './snapshot.ts';

/** What the credential of a password says that was made at random. Keycloak forgets it when somebody sets another. */
export const RANDOM_LABEL = 'made at random by tutorial-tui';
/** Of these the set-up knows what to write. */
const NAMES = ['username', 'email', 'firstName', 'lastName'];

/** What is looked at: by whose rights, for whom. */
export interface Look {
  readonly api: AdminApi;
  readonly plan: RealmPlan;
  readonly user: LessonUser;
  /** Told of the user's login. */
  readonly observe?: Observe | undefined;
}

/** Where the Admin REST API has a plan's realm. */
export function realmPath({ realm }: RealmPlan): string {
  return `/realms/${realm}`;
}

/** A part of the snapshot that can be read by itself. */
export type SnapshotPart = 'realm' | 'user' | 'clients' | 'scopes';

const READERS: Readonly<Record<SnapshotPart, (look: Look, seen: Snapshot) => Promise<Partial<Snapshot>>>> = {
  realm: async ({ api, plan }) => ({ realm: await api.get(realmPath(plan), realmSchema) }),
  user: readUser,
  clients: async (look) => {
    const entries = Object.entries(look.plan.clients);
    const looks = await Promise.all(entries.map(([, client]) => readClient(look, client)));
    return { clients: Object.fromEntries(entries.map(([key], at) => [key, looks[at] ?? NO_CLIENT])) };
  },
  scopes: async ({ api, plan }) => ({
    scopes: (await api.get(`${realmPath(plan)}/client-scopes`, z.array(scopeSchema))) ?? [],
  }),
};

/** Looks at everything the plan needs; changes nothing. */
export async function takeSnapshot(look: Look, issuer: string): Promise<Snapshot> {
  const { api, plan, user, observe } = look;
  const [realm, namesake, discovery] = await Promise.all([
    api.get(realmPath(plan), realmSchema),
    findNamesake(look),
    readDiscovery(issuer, api.signal),
  ]);
  if (!realm) return { ...EMPTY, namesake };
  const seen = await readAgain(look, { ...EMPTY, realm, discovery }, ['user', 'clients', 'scopes']);
  const client = loginClient(seen, plan, issuer, user);
  const { login, skew } =
    client && discovery.endpoints
      ? await tryLogin(discovery.endpoints, user, await withSecret(look, client), { observe, signal: api.signal })
      : { login: EMPTY.login, skew: undefined };
  return { ...seen, login, skew: discovery.skew ?? skew };
}

/** The snapshot with some parts of it read anew: after a repair, nothing else has changed. */
export async function readAgain(look: Look, snapshot: Snapshot, parts: readonly SnapshotPart[]): Promise<Snapshot> {
  const read = await Promise.all(parts.map((part) => READERS[part](look, snapshot)));
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
  clients: {},
  scopes: [],
};

async function findNamesake({ api, plan }: Look): Promise<string | undefined> {
  const realms = (await api.get('/realms?briefRepresentation=true', z.array(realmSchema))) ?? [];
  return realms.find(({ realm }) => realm.toLowerCase() === plan.realm.toLowerCase())?.realm;
}

/** With what of them is known before a login; what an earlier login showed is void. */
async function readUser(look: Look, { realm }: Snapshot): Promise<Partial<Snapshot>> {
  const { api, plan } = look;
  const { username } = look.user;
  const login = EMPTY.login;
  const user = await findUser(look, realm?.loginWithEmailAllowed ?? true);
  if (!user) {
    const { email } = userNamed(username);
    const owner = await lookUp(look, 'users', { email, exact: 'true' }, userSchema);
    return { user, emailOwner: owner?.username, password: 'none', otp: false, locked: false, lacking: [], login };
  }
  const [credentials, attack, profile] = await Promise.all([
    api.get(`${realmPath(plan)}/users/${user.id}/credentials`, z.array(credentialSchema)),
    api.peek(
      `${realmPath(plan)}/attack-detection/brute-force/users/${user.id}`,
      z.looseObject({ disabled: z.boolean() }),
    ),
    api.peek(`${realmPath(plan)}/users/profile`, profileSchema),
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
export async function findUser(look: Look, byEmail: boolean): Promise<UserRepresentation | undefined> {
  const { username } = look.user;
  const named = await lookUp(look, 'users', { username, exact: 'true' }, userSchema);
  if (named || !byEmail || !username.includes('@')) return named;
  return lookUp(look, 'users', { email: username, exact: 'true' }, userSchema);
}

/** A client by its id; with its scopes, where it gets tokens. */
async function readClient(look: Look, plan: ClientPlan): Promise<ClientLook> {
  const client = await lookUp(look, 'clients', { clientId: plan.id }, clientSchema);
  if (!client || !getsTokens(plan)) return { ...NO_CLIENT, client };
  const read = (kind: 'default' | 'optional') =>
    look.api.get(`${realmPath(look.plan)}/clients/${client.id}/${kind}-client-scopes`, z.array(assignedScopeSchema));
  const [always, optional] = await Promise.all([read('default'), read('optional')]);
  return { client, scopes: { default: always ?? [], optional: optional ?? [] } };
}

/** The secret of a client, as Keycloak keeps it. */
export async function secretOf(look: Look, clientId: string): Promise<Secret | undefined> {
  const client = await lookUp(look, 'clients', { clientId }, clientSecretSchema);
  return client?.secret ? new Secret(client.secret) : undefined;
}

/** A confidential client of the plan's shows its secret. */
async function withSecret(look: Look, client: LoginClient): Promise<LoginClient> {
  const isConfidential = Object.values(look.plan.clients).some(
    ({ id, access }) => id === client.clientId && access === 'confidential',
  );
  return isConfidential ? { ...client, secret: await secretOf(look, client.clientId) } : client;
}

async function lookUp<T>(
  { api, plan }: Look,
  kind: string,
  query: Record<string, string>,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  return (await api.get(`${realmPath(plan)}/${kind}?${new URLSearchParams(query)}`, z.array(schema)))?.[0];
}
