import * as z from 'zod';
import type { LessonUser } from '../provider.ts';
import { REALM } from '../realm.ts';
import type { AdminApi } from './admin-api.ts';
import { type DiscoveryLook, type LoginLook, readDiscovery, tryLogin } from './login-look.ts';
import {
  type AssignedScope,
  assignedScopeSchema,
  type ClientRepresentation,
  clientSchema,
  credentialSchema,
  type RealmRepresentation,
  realmSchema,
  type ScopeRepresentation,
  scopeSchema,
  type UserRepresentation,
  userSchema,
} from './representations.ts';

/** The lesson's part of a Keycloak as it stands. */
export interface Snapshot {
  readonly realm: RealmRepresentation | undefined;
  /** Where there is no such realm: one whose name differs in case only. */
  readonly namesake: string | undefined;
  /** Status of the realm's discovery document, and the issuer in it. */
  readonly discovery: Pick<DiscoveryLook, 'status' | 'issuer'>;
  readonly skew: number | undefined;
  readonly user: UserRepresentation | undefined;
  readonly passwordSet: boolean;
  readonly login: LoginLook;
  readonly tool: ClientRepresentation | undefined;
  readonly stack: ClientRepresentation | undefined;
  readonly stackScopes: { readonly default: readonly AssignedScope[]; readonly optional: readonly AssignedScope[] };
  readonly scopes: readonly ScopeRepresentation[];
}

const OUR_REALM = `/realms/${REALM.realm}`;

/** A part of the snapshot that can be read by itself. */
export type SnapshotPart = 'user' | 'tool' | 'stack' | 'scopes';

const READERS: Readonly<Record<SnapshotPart, (api: AdminApi, user: LessonUser) => Promise<Partial<Snapshot>>>> = {
  user: async (api, { username }) => {
    const query = `username=${encodeURIComponent(username)}&exact=true`;
    const user = await lookUp(api, 'users', query, userSchema);
    return { user, passwordSet: user !== undefined && (await hasPassword(api, user)) };
  },
  tool: async (api) => ({
    tool: await lookUp(api, 'clients', `clientId=${REALM.clients.tool.clientId}`, clientSchema),
  }),
  stack: async (api) => {
    const stack = await lookUp(api, 'clients', `clientId=${REALM.clients.stack.clientId}`, clientSchema);
    return { stack, stackScopes: await readStackScopes(api, stack) };
  },
  scopes: async (api) => ({ scopes: (await api.get(`${OUR_REALM}/client-scopes`, z.array(scopeSchema))) ?? [] }),
};
const PARTS = Object.keys(READERS) as SnapshotPart[];

/** Looks at everything the lesson needs; changes nothing. */
export async function takeSnapshot(api: AdminApi, issuer: string, user: LessonUser): Promise<Snapshot> {
  const [realm, namesake, discovery] = await Promise.all([
    api.get(OUR_REALM, realmSchema),
    findNamesake(api),
    readDiscovery(issuer, api.signal),
  ]);
  if (!realm) return { ...EMPTY, namesake };
  const [snapshot, { login, skew }] = await Promise.all([
    readAgain(api, { ...EMPTY, realm, discovery }, PARTS, user),
    tryLogin(discovery, user, api.signal),
  ]);
  return { ...snapshot, login, skew: discovery.skew ?? skew };
}

/** The snapshot with some parts of it read anew: after a repair, nothing else has changed. */
export async function readAgain(
  api: AdminApi,
  snapshot: Snapshot,
  parts: readonly SnapshotPart[],
  user: LessonUser,
): Promise<Snapshot> {
  const read = await Promise.all(parts.map((part) => READERS[part](api, user)));
  return Object.assign({}, snapshot, ...read);
}

/** Of a realm that is not there. */
const EMPTY: Snapshot = {
  realm: undefined,
  namesake: undefined,
  discovery: { status: 0, issuer: undefined },
  skew: undefined,
  user: undefined,
  passwordSet: false,
  login: 'not tried',
  tool: undefined,
  stack: undefined,
  stackScopes: { default: [], optional: [] },
  scopes: [],
};

async function findNamesake(api: AdminApi): Promise<string | undefined> {
  const realms = (await api.get('/realms?briefRepresentation=true', z.array(realmSchema))) ?? [];
  return realms.find(({ realm }) => realm.toLowerCase() === REALM.realm.toLowerCase())?.realm;
}

async function lookUp<T>(api: AdminApi, kind: string, query: string, schema: z.ZodType<T>): Promise<T | undefined> {
  return (await api.get(`${OUR_REALM}/${kind}?${query}`, z.array(schema)))?.[0];
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

async function hasPassword(api: AdminApi, { id }: UserRepresentation): Promise<boolean> {
  const credentials = await api.get(`${OUR_REALM}/users/${id}/credentials`, z.array(credentialSchema));
  return credentials?.some(({ type }) => type === 'password') ?? false;
}
