import { keycloakEndpointsAt } from '../keycloak/paths.ts';
import type { ProviderKind } from '../provider-kind.ts';

/** The bundled one: it needs nothing, and nobody but the user of this run is in it. */
export const embeddedKind: ProviderKind = {
  asked: { word: 'embedded' },
  whose: 'bundled',
  password: 'made',
  keeps: false,
  auto: true,
  endpointsAt: keycloakEndpointsAt,
  source: async (wish) => (await import('./source.ts')).embeddedSource(wish),
};
