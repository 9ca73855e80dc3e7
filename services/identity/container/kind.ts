import { keycloakEndpointsAt } from '../keycloak/paths.ts';
import type { ProviderKind } from '../provider-kind.ts';

/** Keycloak in a container of ours. A user who is not there yet is made in it; one that was kept may have them already. */
export const containerKind: ProviderKind = {
  asked: { word: 'container' },
  whose: 'container',
  password: 'made or known',
  keeps: true,
  auto: true,
  endpointsAt: keycloakEndpointsAt,
  source: async (wish) => (await import('./source.ts')).containerSource(wish),
};
