import type { Part } from '../part/part.ts';
import type { Credentials } from './credentials.ts';
import type { IdentityWiring } from './identity-source.ts';
import { inspectByToken } from './inspect-by-token.ts';
import { KEYCLOAK } from './keycloak/dialect.ts';
import { keycloakEndpoints } from './keycloak/paths.ts';
import type { IdentityProvider } from './provider.ts';
import type { RealmPlan } from './realm-plan.ts';

/** Starts the bundled identity provider in a process of its own. Its realm is right from the start, so that there is nothing to set up. */
export async function openEmbedded(
  plan: RealmPlan,
  wiring: IdentityWiring,
  credentials: Credentials,
): Promise<IdentityProvider> {
  const { url, version, pid, ended, stop } = await wiring.startPart();
  const part = { name: 'identity', kind: 'bundled', url, version, place: `pid ${pid}`, reports: true, ended } as const;
  return embeddedProvider(plan, { ...part, close: stop }, credentials);
}

/** The bundled identity provider, in whose process ever it runs. */
export function embeddedProvider(
  plan: RealmPlan,
  part: Part,
  { userName, password, generated, secrets }: Credentials,
): IdentityProvider {
  const issuer = `${part.url}/realms/${plan.realm}`;
  const user = { username: userName, password, generated };
  return {
    ...part,
    version: `embedded identity provider (${part.version})`,
    issuer,
    endpoints: keycloakEndpoints(issuer),
    inspect: (signal) => inspectByToken({ plan, dialect: KEYCLOAK, issuer, user, secrets, signal }),
    setUp: async () => undefined,
    secretOf: async (clientId) => secrets[clientId],
  };
}
