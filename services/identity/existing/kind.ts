import { isInKeycloakRealm } from '../../clients/realm-path.ts';
import { keycloakEndpointsAt } from '../keycloak/paths.ts';
import type { ProviderKind } from '../provider-kind.ts';

/** A Keycloak that runs already, set up with its admin's rights. */
export const existingKind: ProviderKind = {
  asked: {
    urlOf: 'a Keycloak',
    example: 'http://localhost:8080',
    isAt: (url, hasAdmin) => hasAdmin && !isInKeycloakRealm(url),
  },
  whose: 'own',
  password: 'made or known',
  keeps: false,
  auto: false,
  endpointsAt: keycloakEndpointsAt,
  source: async (wish) => (await import('./source.ts')).existingSource(wish),
};
