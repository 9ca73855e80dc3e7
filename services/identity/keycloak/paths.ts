import type { Endpoints } from '../../clients/discovery.ts';
import { isInKeycloakRealm } from '../../clients/realm-path.ts';

const PROTOCOL = '/protocol/openid-connect';

/** Keycloak's paths, below the realm's. */
export const PATHS = {
  authorization: `${PROTOCOL}/auth`,
  certs: `${PROTOCOL}/certs`,
  deviceAuthorization: `${PROTOCOL}/auth/device`,
  introspection: `${PROTOCOL}/token/introspect`,
  logout: `${PROTOCOL}/logout`,
  /** OpenID Connect Discovery 1.0, section 4. */
  metadata: '/.well-known/openid-configuration',
  /** The same by RFC 8414; under its own rule for paths, see front.ts. */
  metadataOfServer: '/.well-known/oauth-authorization-server',
  registration: '/clients-registrations/openid-connect',
  revocation: `${PROTOCOL}/revoke`,
  token: `${PROTOCOL}/token`,
  userinfo: `${PROTOCOL}/userinfo`,
} as const;

/** The issuer that a URL of a realm is; or, where it is none of one by its path, that of the realm below it. */
export function realmAt(url: string, realm: string): string {
  return isInKeycloakRealm(url) ? url : `${url}/realms/${realm}`;
}

/** The same with all that it answers at. */
export function keycloakEndpointsAt(url: string, realm: string): Endpoints {
  return keycloakEndpoints(realmAt(url, realm));
}

/** Where a realm of a Keycloak answers that cannot be asked yet. */
export function keycloakEndpoints(issuer: string): Endpoints {
  return {
    issuer,
    token: issuer + PATHS.token,
    endSession: issuer + PATHS.logout,
    introspection: issuer + PATHS.introspection,
    revocation: issuer + PATHS.revocation,
    keys: issuer + PATHS.certs,
    scopes: undefined,
    algorithms: undefined,
  };
}
