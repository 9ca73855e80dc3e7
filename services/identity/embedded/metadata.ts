import type { RealmDescription } from '../realm.ts';
import { GRANTS_OFFERED } from './grants.ts';
import { ROUTES } from './routes.ts';
import { supportedScopes } from './scopes.ts';

/** Public clients show no credential (RFC 7591 section 2), and all clients of the lesson are public. */
const CLIENT_AUTHENTICATION = ['none'];

/**
 * The provider's metadata (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2), in Keycloak's order. It names what is true here: Keycloak
 * offers more grants, algorithms and endpoints, which docs/keycloak.md lists.
 */
export function metadataOf(issuer: string, realm: RealmDescription): Readonly<Record<string, unknown>> {
  return {
    issuer,
    authorization_endpoint: `${issuer}${ROUTES.authorization}`,
    token_endpoint: `${issuer}${ROUTES.token}`,
    introspection_endpoint: `${issuer}${ROUTES.introspection}`,
    userinfo_endpoint: `${issuer}${ROUTES.userinfo}`,
    end_session_endpoint: `${issuer}${ROUTES.logout}`,
    jwks_uri: `${issuer}${ROUTES.certs}`,
    grant_types_supported: GRANTS_OFFERED,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    prompt_values_supported: ['none', 'login', 'consent'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_modes_supported: ['query', 'fragment'],
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    claims_supported: [
      ...['iss', 'sub', 'aud', 'exp', 'iat'],
      ...['name', 'given_name', 'family_name', 'preferred_username', 'email', 'acr', 'azp'],
    ],
    claim_types_supported: ['normal'],
    claims_parameter_supported: false,
    scopes_supported: supportedScopes(realm.audienceScope),
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    code_challenge_methods_supported: ['plain', 'S256'],
    revocation_endpoint: `${issuer}${ROUTES.revocation}`,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    device_authorization_endpoint: `${issuer}${ROUTES.deviceAuthorization}`,
    authorization_response_iss_parameter_supported: true,
  };
}
