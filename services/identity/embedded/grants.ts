import type { GrantHandler } from './grant.ts';
import { KeycloakError, refusal } from './keycloak-error.ts';
import { passwordGrant } from './password-grant.ts';
import { refreshGrant } from './refresh-grant.ts';

/** The grants that Keycloak has and that the lesson's clients may not use, with what it answers them. */
const REFUSED_GRANTS: Record<string, [status: number, error: string, description: string]> = {
  client_credentials: [401, 'unauthorized_client', 'Public client not allowed to retrieve service account'],
  'urn:ietf:params:oauth:grant-type:uma-ticket': [
    401,
    'unauthorized_client',
    'Public client not allowed to retrieve service account',
  ],
  'urn:ietf:params:oauth:grant-type:device_code': [
    400,
    'invalid_grant',
    'Client not allowed OAuth 2.0 Device Authorization Grant',
  ],
  'urn:ietf:params:oauth:grant-type:token-exchange': [
    400,
    'invalid_request',
    'Standard token exchange is not enabled for the requested client',
  ],
  'urn:ietf:params:oauth:grant-type:jwt-bearer': [400, 'invalid_grant', 'The provided assertion is not a valid JWT'],
};

function refused(...answer: [status: number, error: string, description: string]): GrantHandler {
  return () => Promise.reject(new KeycloakError(...answer));
}

/** No code was ever given out. */
const codeGrant: GrantHandler = async (_, { form }) => {
  if (!form.has('code')) throw new KeycloakError(400, 'invalid_request', 'Missing parameter: code');
  throw new KeycloakError(400, 'invalid_grant', 'Code not valid');
};

/** Every grant type that the token endpoint knows. */
export const GRANTS: ReadonlyMap<string, GrantHandler> = new Map([
  ['password', passwordGrant],
  ['refresh_token', refreshGrant],
  ['authorization_code', codeGrant],
  ...Object.entries(REFUSED_GRANTS).map(([type, answer]): [string, GrantHandler] => [type, refused(...answer)]),
]);

/** The grants that end in tokens. */
export const GRANTS_OFFERED = ['password', 'refresh_token'];

/** Throws unless the form names a grant type that the endpoint knows. Keycloak looks at this before it looks at the client. */
export function checkGrantType(form: URLSearchParams): void {
  const grantType = form.get('grant_type');
  if (grantType === null) throw refusal('grantTypeMissing');
  if (!GRANTS.has(grantType)) throw refusal('grantTypeUnsupported');
}

/** RFC 6749 section 3.2: a parameter comes once. */
export function hasDuplicates(form: URLSearchParams): boolean {
  return new Set(form.keys()).size !== form.size;
}
