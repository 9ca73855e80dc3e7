import { keycloakEndpointsAt } from '../keycloak/paths.ts';
import type { ProviderKind } from '../provider-kind.ts';

/** An issuer that somebody else keeps, looked at by what a token shows: a realm of a Keycloak, or one of another make. */
export const issuerKind: ProviderKind = {
  asked: { urlOf: 'an issuer', example: 'http://localhost:8080/realms/demo', isAt: () => true },
  whose: 'own',
  password: 'known',
  keeps: false,
  auto: false,
  endpointsAt: keycloakEndpointsAt,
  source: async (wish) => (await import('./source.ts')).issuerSource(wish),
};
