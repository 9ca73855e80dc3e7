import { type Answer, json } from './answer.ts';

/** A refusal in the words of Keycloak 26.7.4, as measured (docs/references/keycloak-26.md#refusals). `message` is the error's code. */
export class KeycloakError extends Error {
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
      ...json(this.statusCode, { error: this.message, error_description: this.error_description }),
      said,
    };
  }
}

/** The refusals that say the same each time. */
const REFUSALS = {
  grantTypeMissing: [400, 'invalid_request', 'Missing form parameter: grant_type'],
  grantTypeUnsupported: [400, 'unsupported_grant_type', 'Unsupported grant_type'],
  parameterTwice: [400, 'invalid_request', 'duplicated parameter'],
  clientUnknown: [401, 'invalid_client', 'Invalid client or Invalid client credentials'],
  clientSecretWrong: [401, 'unauthorized_client', 'Invalid client or Invalid client credentials'],
  clientSecretWrongAtIntrospection: [401, 'invalid_client', 'Client authentication failed.'],
  clientIsPublic: [401, 'unauthorized_client', 'Public client not allowed to retrieve service account'],
  clientHasNoServiceAccount: [401, 'unauthorized_client', 'Client not enabled to retrieve service account'],
  issuedForMissing: [400, 'invalid_request', 'You must provide the issuedFor'],
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
  tokenStale: [400, 'invalid_grant', 'Stale token'],
  userDisabled: [400, 'invalid_grant', 'User disabled'],
  accountDisabled: [400, 'invalid_grant', 'Account disabled'],
  clientLeftSession: [400, 'invalid_grant', "Session doesn't have required client"],
  sessionEnded: [400, 'invalid_grant', 'Session not active'],
  offlineSessionEnded: [400, 'invalid_grant', 'Offline user session not found'],
  introspectionRefused: [403, 'invalid_request', 'Client not allowed.'],
  tokenMissingAtIntrospection: [400, 'invalid_request', 'Token not provided.'],
  hintUnknown: [400, 'invalid_request', 'Unsupported token type.'],
  deviceFlowOff: [
    400,
    'unauthorized_client',
    'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.',
  ],
  implicitFlowOff: [
    400,
    'unauthorized_client',
    'Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.',
  ],
  standardFlowOff: [
    400,
    'unauthorized_client',
    'Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.',
  ],
  responseModeInvalid: [400, 'invalid_request', 'Invalid parameter: response_mode'],
  consentMissing: [400, 'invalid_client', 'Client requires user consent'],
  codeMissing: [400, 'invalid_request', 'Missing parameter: code'],
  codeInvalid: [400, 'invalid_grant', 'Code not valid'],
  codeOfAnother: [400, 'invalid_grant', 'Auth error: Found different client_id in clientSession'],
  redirectDiffers: [400, 'invalid_grant', 'Incorrect redirect_uri'],
  deviceGrantOff: [400, 'invalid_grant', 'Client not allowed OAuth 2.0 Device Authorization Grant'],
  deviceCodeMissing: [400, 'invalid_request', 'Missing parameter: device_code'],
  deviceCodeInvalid: [400, 'invalid_grant', 'Device code not valid'],
  deviceCodeOfAnother: [400, 'invalid_grant', 'unauthorized client'],
  deviceCodeExpired: [400, 'expired_token', 'Device code is expired'],
  deviceTooSoon: [400, 'slow_down', 'Slow down'],
  deviceDenied: [400, 'access_denied', 'The end user denied the authorization request'],
  devicePending: [400, 'authorization_pending', 'The authorization request is still pending'],
  exchangeOff: [400, 'invalid_request', 'Standard token exchange is not enabled for the requested client'],
  audienceUnknown: [400, 'invalid_client', 'Audience not found'],
  notInAudience: [403, 'access_denied', 'Client is not within the token audience'],
  bearerInvalid: [400, 'invalid_grant', 'Invalid bearer token'],
  proofMissing: [400, 'invalid_request', 'DPoP proof is missing'],
  proofInvalid: [400, 'invalid_request', 'DPoP header verification failure'],
  tokenMissing: [400, 'invalid_request', 'Token not provided'],
  tokenUnknown: [200, 'invalid_token', 'Invalid token'],
  tokenOfAnotherType: [400, 'unsupported_token_type', 'Unsupported token type'],
  tokenOfAnotherClient: [400, 'invalid_request', 'Unmatching clients'],
  registrationRefused: [
    403,
    'insufficient_scope',
    "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.",
  ],
  registrationTokenInvalid: [401, 'invalid_token', 'Failed decode token'],
  adminUnknown: [401, 'HTTP 401 Unauthorized'],
  adminRealmUnknown: [404, 'Realm not found.'],
  userUnknown: [404, 'User not found'],
  // As Keycloak writes it.
  sessionUnknown: [404, 'Sesssion not found'],
  representationWrong: [400, 'unknown_error'],
  realmUnknown: [404, 'Realm does not exist'],
  resourceUnknown: [404, 'Unable to find matching target resource method'],
  pathUnknown: [404, 'HTTP 404 Not Found'],
  methodNotAllowed: [405, 'HTTP 405 Method Not Allowed'],
  bodyTooLarge: [413, 'HTTP 413 Request Entity Too Large'],
  pathNotNormalized: [400, 'missingNormalization', 'Request path not normalized'],
} as const satisfies Record<string, readonly [status: number, error: string, description?: string]>;

/** The refusal of this name, to be thrown. */
export function refusal(name: keyof typeof REFUSALS): KeycloakError {
  const [status, error, description]: readonly [number, string, string?] = REFUSALS[name];
  return new KeycloakError(status, error, description);
}

/** Keycloak names the whole of the parameter, control characters left out. */
export function invalidScopes(scope: string): KeycloakError {
  return new KeycloakError(400, 'invalid_scope', `Invalid scopes: ${scope.replace(/\p{Cc}/gu, '')}`);
}

/** A client that has to ask its users before it gets a token cannot ask anybody in an exchange. */
export function consentsMissing(client: string): KeycloakError {
  return new KeycloakError(400, 'invalid_scope', `Missing consents for Token Exchange in client ${client}`);
}

/** A refusal of a token exchange, most of which differ in their words alone. */
export function exchangeRefusal(description: string): KeycloakError {
  return new KeycloakError(400, 'invalid_request', description);
}

/** The refusal of a token that was issued under another host name. */
export function wrongIssuer(expected: string): KeycloakError {
  return new KeycloakError(400, 'invalid_grant', `Invalid token issuer. Expected '${expected}'`);
}
