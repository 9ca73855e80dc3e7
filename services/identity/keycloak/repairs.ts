import type { FindingId, LessonUser } from '../provider.ts';
import { type ClientDescription, REALM, userNamed } from '../realm.ts';
import type { AdminApi } from './admin-api.ts';
import { isAudienceMapper, SUBJECT_SCOPE, TEMPORARY, wantedSettings } from './judge.ts';
import type { ClientRepresentation } from './representations.ts';
import type { Snapshot, SnapshotPart } from './snapshot.ts';

type Repair = (api: AdminApi, snapshot: Snapshot, user: LessonUser) => Promise<void>;

const OUR_REALM = `/realms/${REALM.realm}`;
const { tool, stack } = REALM.clients;
const { audienceScope } = REALM;

interface RepairOf {
  readonly id: FindingId;
  readonly repair: Repair;
  /** What has to be read anew before the next repair. */
  readonly changes: readonly SnapshotPart[];
}

/**
 * What repairs each finding, given the Keycloak as it stands: creates what is missing, changes what differs, and no more. In waves: those of one
 * wave need nothing of each other and run at once, each wave needs those before. A finding without an entry is nothing that the Admin REST API
 * could change.
 */
export const REPAIR_WAVES: readonly (readonly RepairOf[])[] = [
  [{ id: 'realm', repair: repairRealm, changes: ['user', 'tool', 'stack', 'scopes'] }],
  [
    { id: 'ssl', repair: (api) => api.put(OUR_REALM, { realm: REALM.realm, sslRequired: 'none' }), changes: [] },
    { id: 'user', repair: repairUser, changes: ['user'] },
    { id: 'tool-client', repair: (api, snapshot) => repairClient(api, snapshot.tool, tool), changes: [] },
    { id: 'audience-scope', repair: repairScope, changes: ['scopes'] },
  ],
  [
    { id: 'user-profile', repair: repairProfile, changes: ['user'] },
    { id: 'audience-mapper', repair: repairMapper, changes: [] },
    { id: 'stack-client', repair: repairStack, changes: ['stack'] },
  ],
  [
    { id: 'password', repair: repairPassword, changes: ['user'] },
    { id: 'optional-scope', repair: repairOptionalScope, changes: [] },
  ],
];

/** Without a clientScopes key: with one, Keycloak would make none of its built-in scopes, and tokens would have no sub (keycloak-26.md). */
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

async function repairUser(api: AdminApi, { user: found }: Snapshot, user: LessonUser): Promise<void> {
  if (found) return api.put(`${OUR_REALM}/users/${found.id}`, { ...found, enabled: true });
  const credentials = [{ type: 'password', value: user.password.reveal(), temporary: false }];
  return api.post(`${OUR_REALM}/users`, {
    ...userNamed(user.username),
    enabled: true,
    requiredActions: [],
    credentials,
  });
}

/** Fills in what is empty, keeps what somebody wrote. */
async function repairProfile(api: AdminApi, { user: found }: Snapshot, user: LessonUser): Promise<void> {
  if (!found) return;
  const { firstName, lastName, email } = userNamed(user.username);
  await api.put(`${OUR_REALM}/users/${found.id}`, {
    ...found,
    firstName: found.firstName || firstName,
    lastName: found.lastName || lastName,
    email: found.email || email,
    requiredActions: found.requiredActions.filter((action) => action === TEMPORARY),
  });
}

async function repairPassword(api: AdminApi, { user: found }: Snapshot, user: LessonUser): Promise<void> {
  if (!found) return;
  const credential = { type: 'password', value: user.password.reveal(), temporary: false };
  await api.put(`${OUR_REALM}/users/${found.id}/reset-password`, credential);
}

async function repairClient(
  api: AdminApi,
  found: ClientRepresentation | undefined,
  wanted: ClientDescription,
): Promise<void> {
  const settings = wantedSettings(wanted);
  if (found) return api.put(`${OUR_REALM}/clients/${found.id}`, { ...found, ...settings });
  const { clientId, redirectUris, webOrigins } = wanted;
  return api.post(`${OUR_REALM}/clients`, {
    clientId,
    protocol: 'openid-connect',
    redirectUris,
    webOrigins,
    ...settings,
  });
}

async function repairStack(api: AdminApi, snapshot: Snapshot): Promise<void> {
  await repairClient(api, snapshot.stack, stack);
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

/** A mapper that names another client is taken for the lesson's own with a slip in it; one of another kind is left alone. */
async function repairMapper(api: AdminApi, { scopes }: Snapshot): Promise<void> {
  const scope = scopes.find(({ name }) => name === audienceScope.name);
  if (!scope) return;
  const path = `${OUR_REALM}/client-scopes/${scope.id}/protocol-mappers/models`;
  const wrong = scope.protocolMappers.find(isAudienceMapper);
  if (wrong) {
    const { 'included.custom.audience': _, ...kept } = wrong.config;
    const config = { ...kept, ...audienceMapper(wrong.name).config };
    return api.put(`${path}/${wrong.id}`, { ...wrong, config });
  }
  const taken = scope.protocolMappers.some(({ name }) => name === audienceScope.name);
  return api.post(path, audienceMapper(taken ? `${audienceScope.name}-mapper` : audienceScope.name));
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
