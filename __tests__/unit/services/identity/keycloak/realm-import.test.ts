import { realmImport } from '../../../../../services/identity/keycloak/realm-import.ts';
import { COURSE_REALM } from '../../../../../steps/index.ts';

const realm = realmImport(COURSE_REALM, [{ username: 'learner-001', passwordVariable: 'LEARNER_001_PASSWORD' }]);
/** As Keycloak's import wants it written. */
const variable = (name: string) => ['$', '{', name, '}'].join('');
const clientOf = (id: string) => realm.clients.find(({ clientId }) => clientId === id);

test('each client has the scopes of its plan, beside those that Keycloak gives to all', () => {
  expect(clientOf('llama-stack')).toMatchObject({
    publicClient: true,
    directAccessGrantsEnabled: true,
    fullScopeAllowed: false,
    optionalClientScopes: expect.arrayContaining(['offline_access', 'tool-audience']),
    defaultClientScopes: expect.arrayContaining(['basic', 'roles', 'web-origins', 'acr', 'profile', 'email']),
  });
  expect(realm.clientScopes.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      ...new Set(realm.clients.flatMap((each) => [...each.defaultClientScopes, ...each.optionalClientScopes])),
    ]),
  );
});

test('secrets are variables of Keycloak’s environment', () => {
  expect(clientOf('mcp-server')).toMatchObject({ publicClient: false, secret: variable('CLIENT_SECRET_MCP_SERVER') });
  expect(clientOf('llama-stack')).not.toHaveProperty('secret');
  expect(realm.users[0]?.credentials).toEqual([
    { type: 'password', value: variable('LEARNER_001_PASSWORD'), temporary: false },
  ]);
});

test('a user has what one has whom the Admin API adds: names, and the roles of everybody', () => {
  expect(realm.users).toMatchObject([
    { firstName: 'learner-001', email: 'learner-001@learner-001.com', realmRoles: ['default-roles-demo'] },
  ]);
});
