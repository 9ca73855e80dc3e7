import * as z from 'zod';
import { skewByDate } from '../clock.ts';
import { endSession, passwordGrant } from '../password-grant.ts';
import type { LessonUser } from '../provider.ts';
import { REALM } from '../realm.ts';
import type { AdminApi } from './admin-api.ts';
import { httpAsk } from './http.ts';
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

/** How the user's password fared at a login of Keycloak's own client admin-cli, which every realm has. */
export type PasswordLook = 'accepted' | 'refused' | 'none set' | 'not tried';

/** The lesson's part of a Keycloak as it stands. */
export interface Snapshot {
  readonly realm: RealmRepresentation | undefined;
  /** Where there is no such realm: one whose name differs in case only. */
  readonly namesake: string | undefined;
  /** Status of the realm's discovery document, and the issuer in it. */
  readonly discovery: { readonly status: number; readonly issuer: string | undefined };
  readonly skew: number | undefined;
  readonly user: UserRepresentation | undefined;
  readonly password: PasswordLook;
  readonly tool: ClientRepresentation | undefined;
  readonly stack: ClientRepresentation | undefined;
  readonly stackScopes: { readonly default: readonly AssignedScope[]; readonly optional: readonly AssignedScope[] };
  readonly scopes: readonly ScopeRepresentation[];
}

const discoverySchema = z.object({
  issuer: z.string(),
  token_endpoint: z.url(),
  end_session_endpoint: z.url().optional(),
});
const OUR_REALM = `/realms/${REALM.realm}`;
const PASSWORD_CLIENT = 'admin-cli';

/** A part of the snapshot that can be read by itself. */
export type SnapshotPart = 'user' | 'tool' | 'stack' | 'scopes';

const READERS: Readonly<Record<SnapshotPart, (api: AdminApi, user: LessonUser) => Promise<Partial<Snapshot>>>> = {
  user: async (api, { username }) => {
    const query = `username=${encodeURIComponent(username)}&exact=true`;
    return { user: await lookUp(api, 'users', query, userSchema) };
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
  const [realm, namesake] = await Promise.all([api.get(OUR_REALM, realmSchema), findNamesake(api)]);
  if (!realm) return { ...EMPTY, namesake };
  const snapshot = await readAgain(api, { ...EMPTY, realm }, PARTS, user);
  return { ...snapshot, ...(await tryLogin(api, issuer, user, snapshot.user)) };
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
  password: 'not tried',
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

/** Reads the realm's discovery document, and tries the password; the session that this makes is ended. */
async function tryLogin(
  api: AdminApi,
  issuer: string,
  user: LessonUser,
  found: UserRepresentation | undefined,
): Promise<Pick<Snapshot, 'discovery' | 'skew' | 'password'>> {
  const answer = await httpAsk(`${issuer}/.well-known/openid-configuration`, {}, api.signal);
  const discovery = discoverySchema.safeParse(answer.json);
  const skew = skewByDate(answer.headers.get('date'), Date.now());
  const seen = { discovery: { status: answer.status, issuer: discovery.data?.issuer }, skew };
  if (!discovery.success || !found) return { ...seen, password: 'not tried' };
  const credentials = await api.get(`${OUR_REALM}/users/${found.id}/credentials`, z.array(credentialSchema));
  if (!credentials?.some(({ type }) => type === 'password')) return { ...seen, password: 'none set' };
  const { token_endpoint, end_session_endpoint } = discovery.data;
  const login = await passwordGrant({ tokenEndpoint: token_endpoint, clientId: PASSWORD_CLIENT, user }, api.signal);
  if (login.granted) {
    if (login.refreshToken && end_session_endpoint) {
      await endSession(end_session_endpoint, PASSWORD_CLIENT, login.refreshToken, api.signal);
    }
    return { ...seen, skew: skew ?? login.skew, password: 'accepted' };
  }
  // Keycloak looks at the password first, and at what else stands in the way of a login afterwards.
  const fits = login.description.startsWith('Account is not fully set up');
  const refused = login.description.startsWith('Invalid user credentials');
  return { ...seen, password: fits ? 'accepted' : refused ? 'refused' : 'not tried' };
}
