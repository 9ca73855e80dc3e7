import type { IdentitySetting } from '../../../src/deployment.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { isNamed } from '../named-plan.ts';

/** Who administers the Keycloak. */
export interface AdminLogin {
  readonly username: string;
  readonly password: Secret;
}

/** Whether an admin's rights are to be used here: with its credentials, and not on what has names of its own, which is left as it is. */
export function mayAdminister(env: NodeJS.ProcessEnv, identity: IdentitySetting | undefined): boolean {
  return adminFromEnvironment(env) !== undefined && !(identity && isNamed(identity));
}

/** The admin's credentials, by the names that Keycloak itself knows, the old ones too; undefined where there are none. */
export function adminFromEnvironment(env: NodeJS.ProcessEnv): AdminLogin | undefined {
  const username = env.KC_BOOTSTRAP_ADMIN_USERNAME || env.KEYCLOAK_ADMIN;
  const password = env.KC_BOOTSTRAP_ADMIN_PASSWORD || env.KEYCLOAK_ADMIN_PASSWORD;
  return username && password ? { username, password: new Secret(password) } : undefined;
}
