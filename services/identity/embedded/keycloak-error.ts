import { type Answer, json, NO_STORE } from './answer.ts';

/**
 * A refusal in Keycloak's words (shared reference: Keycloak 26, as measured). `expose`, `statusCode` and `message` are what oidc-provider
 * reads of an error that a grant throws.
 */
export class KeycloakError extends Error {
  readonly expose = true;
  readonly statusCode: number;
  readonly error_description: string | undefined;

  constructor(status: number, error: string, description?: string) {
    super(error);
    this.statusCode = status;
    this.error_description = description;
  }

  toAnswer(): Answer {
    const said = this.error_description ?? this.message;
    return {
      ...json(this.statusCode, { error: this.message, error_description: this.error_description }, NO_STORE),
      said,
    };
  }
}

/** The refusals that say the same each time. */
export const REFUSALS = {
  grantTypeMissing: [400, 'invalid_request', 'Missing form parameter: grant_type'],
  grantTypeUnsupported: [400, 'unsupported_grant_type', 'Unsupported grant_type'],
  parameterTwice: [400, 'invalid_request', 'duplicated parameter'],
  clientUnknown: [401, 'invalid_client', 'Invalid client or Invalid client credentials'],
  clientHasNoDirectGrants: [400, 'unauthorized_client', 'Client not allowed for direct access grants'],
  originRefused: [403, 'Invalid origin'],
  usernameMissing: [401, 'invalid_request', 'Missing parameter: username'],
  credentialsWrong: [400, 'invalid_grant', 'Invalid user credentials'],
  refreshTokenMissing: [400, 'invalid_request', 'No refresh token'],
  refreshTokenInvalid: [400, 'invalid_grant', 'Invalid refresh token'],
  refreshTokenOfAnother: [
    400,
    'invalid_grant',
    "Invalid refresh token. Token client and authorized client don't match",
  ],
  refreshTokenExpired: [400, 'invalid_grant', 'Token is not active'],
  sessionEnded: [400, 'invalid_grant', 'Session not active'],
  introspectionRefused: [403, 'invalid_request', 'Client not allowed.'],
  realmUnknown: [404, 'Realm does not exist'],
  resourceUnknown: [404, 'Unable to find matching target resource method'],
  pathUnknown: [404, 'HTTP 404 Not Found'],
  methodNotAllowed: [405, 'HTTP 405 Method Not Allowed'],
  bodyTooLarge: [413, 'HTTP 413 Request Entity Too Large'],
  pathNotNormalized: [400, 'missingNormalization', 'Request path not normalized'],
} as const satisfies Record<string, readonly [status: number, error: string, description?: string]>;

export function refusal(name: keyof typeof REFUSALS): KeycloakError {
  const [status, error, description]: readonly [number, string, string?] = REFUSALS[name];
  return new KeycloakError(status, error, description);
}

/** Keycloak names the whole of the parameter, control characters left out. */
export function invalidScopes(scope: string): KeycloakError {
  return new KeycloakError(400, 'invalid_scope', `Invalid scopes: ${scope.replace(/\p{Cc}/gu, '')}`);
}

export function wrongIssuer(expected: string): KeycloakError {
  return new KeycloakError(400, 'invalid_grant', `Invalid token issuer. Expected '${expected}'`);
}
