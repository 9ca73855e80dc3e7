import { Secret } from '../../../src/evidence/secret.ts';

/** Who administers the Keycloak. */
export interface AdminLogin {
  readonly username: string;
  readonly password: Secret;
}

/** The admin's credentials, by the names that Keycloak itself knows, the old ones too; undefined where there are none. */
export function adminFromEnvironment(env: NodeJS.ProcessEnv): AdminLogin | undefined {
  const username = env.KC_BOOTSTRAP_ADMIN_USERNAME || env.KEYCLOAK_ADMIN;
  const password = env.KC_BOOTSTRAP_ADMIN_PASSWORD || env.KEYCLOAK_ADMIN_PASSWORD;
  return username && password ? { username, password: new Secret(password) } : undefined;
}
