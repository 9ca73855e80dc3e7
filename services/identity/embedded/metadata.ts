import { PATHS } from '../keycloak/paths.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { grantsOffered } from './grants.ts';
import { supportedScopes } from './scopes.ts';

/** How a client shows who it is (RFC 7591 section 2): a public one does not. */
function clientAuthentication({ clients }: RealmPlan): string[] {
  const methods = { public: ['none'], confidential: ['client_secret_basic', 'client_secret_post'] };
  return [...new Set(Object.values(clients).flatMap(({ access }) => methods[access]))];
}

/**
 * The provider's metadata (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2), in Keycloak's order. It names what is true here: Keycloak
 * offers more grants, algorithms and endpoints, which docs/keycloak.md lists.
 */
export function metadataOf(issuer: string, realm: RealmPlan): Readonly<Record<string, unknown>> {
  return {
    issuer,
    authorization_endpoint: `${issuer}${PATHS.authorization}`,
    token_endpoint: `${issuer}${PATHS.token}`,
    introspection_endpoint: `${issuer}${PATHS.introspection}`,
    userinfo_endpoint: `${issuer}${PATHS.userinfo}`,
    end_session_endpoint: `${issuer}${PATHS.logout}`,
    jwks_uri: `${issuer}${PATHS.certs}`,
    grant_types_supported: grantsOffered(realm),
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    prompt_values_supported: ['none', 'login', 'consent'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    registration_endpoint: `${issuer}${PATHS.registration}`,
    token_endpoint_auth_methods_supported: clientAuthentication(realm),
    claims_supported: [
      ...['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce'],
      ...['name', 'given_name', 'family_name', 'preferred_username', 'email', 'acr', 'azp'],
    ],
    claim_types_supported: ['normal'],
    claims_parameter_supported: false,
    scopes_supported: supportedScopes(realm),
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    code_challenge_methods_supported: ['plain', 'S256'],
    revocation_endpoint: `${issuer}${PATHS.revocation}`,
    revocation_endpoint_auth_methods_supported: clientAuthentication(realm),
    device_authorization_endpoint: `${issuer}${PATHS.deviceAuthorization}`,
    authorization_response_iss_parameter_supported: true,
  };
}
