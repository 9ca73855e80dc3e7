import * as z from 'zod';
import type { Finding, FindingId, LessonUser } from '../provider.ts';
import { SUBJECT_SCOPE } from '../read-token.ts';
import { type ClientDescription, REALM, userNamed } from '../realm.ts';
import type { AdminApi } from './admin-api.ts';
import { clientDifferences, repairedClient, wantedSettings } from './client-settings.ts';
import { freeName } from './judge-clients.ts';
import { TEMPORARY } from './login-way.ts';
import { type ClientRepresentation, credentialSchema } from './representations.ts';
import type { Snapshot } from './snapshot.ts';
import { RANDOM_LABEL, type SnapshotPart } from './take-snapshot.ts';

type Repair = (api: AdminApi, snapshot: Snapshot, user: LessonUser) => Promise<void>;

const OUR_REALM = `/realms/${REALM.realm}`;
const { tool, stack } = REALM.clients;
const { audienceScope } = REALM;

export interface RepairOf {
  readonly id: FindingId;
  readonly repair: Repair;
  /** What has to be read anew before the next repair. */
  readonly changes: readonly SnapshotPart[];
  /** What it does, for whoever watches; by the finding's state where it is not said. */
  readonly doing?: (finding: Finding, user: LessonUser) => string;
}

/**
 * What repairs each finding, given the Keycloak as it stands: creates what is missing, changes what differs, and no more. In waves: those of one
 * wave need nothing of each other and run at once, each wave needs those before. A finding without an entry is nothing that the Admin REST API
 * could change.
 */
export const REPAIR_WAVES: readonly (readonly RepairOf[])[] = [
  [{ id: 'realm', repair: repairRealm, changes: ['realm', 'user', 'tool', 'stack', 'scopes'] }],
  [
    { id: 'ssl', repair: (api) => api.put(OUR_REALM, { realm: REALM.realm, sslRequired: 'none' }), changes: [] },
    { id: 'user', repair: repairUser, changes: ['user'] },
    { id: 'tool-client', repair: (api, seen) => repairClient(api, seen, seen.tool, tool), changes: [] },
    { id: 'audience-scope', repair: repairScope, changes: ['scopes'] },
  ],
  [
    { id: 'user-profile', repair: repairProfile, changes: ['user'] },
    { id: 'audience-mapper', repair: addMapper, changes: [], doing: () => 'adding one of our own' },
    { id: 'stack-client', repair: repairStack, changes: ['stack'] },
  ],
  [
    {
      id: 'password',
      repair: setPassword,
      changes: ['user'],
      doing: (_, { generated }) => (generated ? 'making another at random' : 'setting the one in USER_PASSWORD'),
    },
    { id: 'optional-scope', repair: repairOptionalScope, changes: [] },
  ],
];

/**
 * Without a clientScopes key: with one, Keycloak would make none of its built-in scopes, and tokens would have no sub
 * (docs/references/keycloak-26.md#set-up).
 */
async function repairRealm(api: AdminApi, { realm }: Snapshot): Promise<void> {
  if (realm) return api.put(OUR_REALM, { realm: REALM.realm, enabled: true });
  const { accessTokenLifespan, ssoSessionIdleTimeout } = REALM;
  return api.post('/realms', {
    realm: REALM.realm,
    enabled: true,
    sslRequired: 'none',
    accessTokenLifespan,
    ssoSessionIdleTimeout,
  });
}

async function repairUser(api: AdminApi, seen: Snapshot, user: LessonUser): Promise<void> {
  const { user: found, locked, realm } = seen;
  if (!found) {
    const credentials = [{ type: 'password', value: user.password.reveal(), temporary: false }];
    const named = { ...userNamed(user.username), emailVerified: realm?.verifyEmail ?? false };
    await api.add(`${OUR_REALM}/users`, { ...named, enabled: true, requiredActions: [], credentials });
    const added = await api.get(`${OUR_REALM}/users?${query(user)}`, z.array(z.looseObject({ id: z.string() })));
    return labelPassword(api, added?.[0]?.id, user);
  }
  if (!found.enabled) await api.put(`${OUR_REALM}/users/${found.id}`, { ...found, enabled: true });
  if (locked) await api.delete(`${OUR_REALM}/attack-detection/brute-force/users/${found.id}`);
}

function query({ username }: LessonUser): URLSearchParams {
  return new URLSearchParams({ username, exact: 'true' });
}

/** Fills in what is empty, keeps what somebody wrote. */
async function repairProfile(api: AdminApi, { user: found, realm }: Snapshot, user: LessonUser): Promise<void> {
  if (!found) return;
  const { firstName, lastName, email } = userNamed(user.username);
  await api.put(`${OUR_REALM}/users/${found.id}`, {
    ...found,
    firstName: found.firstName || firstName,
    lastName: found.lastName || lastName,
    email: found.email || email,
    emailVerified: found.emailVerified || (realm?.verifyEmail ?? false),
    requiredActions: found.requiredActions.filter((action) => action === TEMPORARY),
  });
}

async function setPassword(api: AdminApi, { user: found }: Snapshot, user: LessonUser): Promise<void> {
  if (!found) return;
  const credential = { type: 'password', value: user.password.reveal(), temporary: false };
  await api.put(`${OUR_REALM}/users/${found.id}/reset-password`, credential);
  await labelPassword(api, found.id, user);
}

/** Says of a password that was made at random that it was: so that a later run may tell it from a person's own, which it leaves alone. */
async function labelPassword(api: AdminApi, id: string | undefined, { generated }: LessonUser): Promise<void> {
  if (!generated || id === undefined) return;
  const credentials = (await api.get(`${OUR_REALM}/users/${id}/credentials`, z.array(credentialSchema))) ?? [];
  const password = credentials.find(({ type }) => type === 'password');
  if (password) await api.putText(`${OUR_REALM}/users/${id}/credentials/${password.id}/userLabel`, RANDOM_LABEL);
}

async function repairClient(
  api: AdminApi,
  { realm }: Snapshot,
  found: ClientRepresentation | undefined,
  wanted: ClientDescription,
): Promise<void> {
  if (found && realm) {
    const differences = clientDifferences(found, wanted, realm);
    if (differences.length === 0) return;
    return api.put(`${OUR_REALM}/clients/${found.id}`, repairedClient(found, differences));
  }
  const { clientId, redirectUris, webOrigins } = wanted;
  return api.post(`${OUR_REALM}/clients`, {
    clientId,
    protocol: 'openid-connect',
    redirectUris,
    webOrigins,
    ...wantedSettings(wanted),
  });
}

async function repairStack(api: AdminApi, snapshot: Snapshot): Promise<void> {
  await repairClient(api, snapshot, snapshot.stack, stack);
  const subject = snapshot.scopes.find(({ name }) => name === SUBJECT_SCOPE);
  if (snapshot.stack && subject && !snapshot.stackScopes.default.some(({ name }) => name === SUBJECT_SCOPE)) {
    await api.put(`${OUR_REALM}/clients/${snapshot.stack.id}/default-client-scopes/${subject.id}`, {});
  }
}

async function repairScope(api: AdminApi, { scopes }: Snapshot): Promise<void> {
  const found = scopes.find(({ name }) => name === audienceScope.name);
  if (found) return api.put(`${OUR_REALM}/client-scopes/${found.id}`, { ...found, protocol: 'openid-connect' });
  const attributes = {
    'include.in.token.scope': String(audienceScope.includeInTokenScope),
    'display.on.consent.screen': 'true',
  };
  const protocolMappers = [audienceMapper(audienceScope.name)];
  return api.post(`${OUR_REALM}/client-scopes`, {
    name: audienceScope.name,
    protocol: 'openid-connect',
    attributes,
    protocolMappers,
  });
}

/** Beside whatever mappers are there: one that is not the lesson's may be somebody's, and another audience in a token does no harm. */
async function addMapper(api: AdminApi, { scopes }: Snapshot): Promise<void> {
  const scope = scopes.find(({ name }) => name === audienceScope.name);
  if (!scope) return;
  const mapper = audienceMapper(freeName(scope.protocolMappers));
  await api.post(`${OUR_REALM}/client-scopes/${scope.id}/protocol-mappers/models`, mapper);
}

function audienceMapper(name: string) {
  return {
    name,
    protocol: 'openid-connect',
    protocolMapper: 'oidc-audience-mapper',
    config: {
      'included.client.audience': audienceScope.includedClientAudience,
      'access.token.claim': 'true',
      'id.token.claim': 'false',
      'introspection.token.claim': 'true',
      'userinfo.token.claim': 'false',
    },
  };
}

async function repairOptionalScope(api: AdminApi, { scopes, stack: client, stackScopes }: Snapshot): Promise<void> {
  const scope = scopes.find(({ name }) => name === audienceScope.name);
  if (!scope || !client) return;
  const path = (kind: 'default' | 'optional') => `${OUR_REALM}/clients/${client.id}/${kind}-client-scopes/${scope.id}`;
  if (stackScopes.default.some(({ id }) => id === scope.id)) await api.delete(path('default'));
  await api.put(path('optional'), {});
}
