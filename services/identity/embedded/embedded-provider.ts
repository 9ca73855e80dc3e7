import type { Part } from '../../part/part.ts';
import { type Credentials, lessonUser } from '../credentials.ts';
import { inspectByToken } from '../inspect-by-token.ts';
import { AdminSession } from '../keycloak/admin-api.ts';
import type { AdminLogin } from '../keycloak/admin-login.ts';
import { KEYCLOAK } from '../keycloak/dialect.ts';
import { keycloakEndpoints } from '../keycloak/paths.ts';
import { realmAdmin } from '../keycloak/realm-admin.ts';
import type { IdentityProvider } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';

/** The bundled identity provider, whoever started its process. Its realm is right from the start, so that there is nothing to set up. */
export function embeddedProvider(
  plan: RealmPlan,
  part: Part,
  credentials: Credentials,
  admin?: AdminLogin,
): IdentityProvider {
  const issuer = `${part.url}/realms/${plan.realm}`;
  const user = lessonUser(credentials);
  const { secrets } = credentials;
  return {
    ...part,
    version: `embedded identity provider (${part.version})`,
    issuer,
    endpoints: keycloakEndpoints(issuer),
    inspect: (signal, made) => inspectByToken({ plan, dialect: KEYCLOAK, issuer, user, secrets, made, signal }),
    setUp: async () => undefined,
    ...(admin && { admin: realmAdmin({ plan, session: new AdminSession(part.url, admin), user, outlives: false }) }),
    secretOf: async (clientId) => secrets[clientId],
  };
}
