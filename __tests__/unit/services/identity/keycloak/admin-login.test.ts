import { adminFromEnvironment } from '../../../../../services/identity/keycloak/admin-login.ts';

test.each([
  [{ KC_BOOTSTRAP_ADMIN_USERNAME: 'a', KC_BOOTSTRAP_ADMIN_PASSWORD: 'p' }, 'a'],
  [{ KEYCLOAK_ADMIN: 'b', KEYCLOAK_ADMIN_PASSWORD: 'p' }, 'b'],
  [{ KEYCLOAK_ADMIN: 'b' }, undefined],
  [{}, undefined],
])('an admin in the environment: %p', (env, username) => {
  const admin = adminFromEnvironment(env);
  expect(admin?.username).toBe(username);
  expect(JSON.stringify(admin ?? null)).not.toContain('"p"');
});
