import type { CatalogueEntry } from './entry.ts';

/** Faults of logins and tokens. Order matters: the first that recognises a message names it. */
export const TOKEN_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'account-not-set-up',
    area: 'tokens',
    title: 'The account is not fully set up',
    example: '{"error":"invalid_grant","error_description":"Account is not fully set up"}',
    patterns: [/Account is not fully set up/i],
    cause:
      'A required field of the profile is empty (first name, last name, e-mail and what the realm adds), an action is required of the user, the e-mail address is not verified though the realm wants it, or the password is temporary.',
    wayOut:
      'Users › the user › Details: fill in every field with a *, Email verified: On, Required user actions: remove all › Save; then Credentials › Reset password › Temporary: Off › Save.',
  },
  {
    id: 'account-disabled',
    area: 'tokens',
    title: 'The user is disabled',
    example: '{"error":"invalid_grant","error_description":"Account disabled"}',
    patterns: [/Account disabled/i],
    cause: "The user's switch Enabled is off.",
    wayOut: 'Users › the user › Enabled: On.',
  },
  {
    id: 'wrong-credentials',
    area: 'tokens',
    title: 'Wrong name or password',
    example: '{"error":"invalid_grant","error_description":"Invalid user credentials"}',
    patterns: [/Invalid user credentials/i],
    cause:
      'Keycloak says the same of a wrong password, an unknown user, one who is locked after too many tries, and one of whom a one-time code is wanted.',
    wayOut:
      'Check USER_NAME and USER_PASSWORD. In the console, Users › the user: Details › Temporarily locked: Off, and Credentials: no Otp there, or Reset password › Temporary: Off.',
  },
  {
    id: 'direct-access-off',
    area: 'tokens',
    title: 'The client may not use the password grant',
    example: '{"error":"unauthorized_client","error_description":"Client not allowed for direct access grants"}',
    patterns: [/Client not allowed for direct access grants/i],
    cause: "The client's switch Direct access grants is off.",
    wayOut: 'Clients › llama-stack › Settings › Capability config › Direct access grants: On.',
  },
  {
    id: 'consent-required',
    area: 'tokens',
    title: 'The client asks for consent',
    example: '{"error":"invalid_client","error_description":"Client requires user consent"}',
    patterns: [/Client requires user consent/i],
    cause: 'The client wants the user to agree on a page first, and a password grant has no page.',
    wayOut: 'Clients › llama-stack › Settings › Login settings › Consent required: Off › Save.',
  },
  {
    id: 'dpop-required',
    area: 'tokens',
    title: 'The client demands bound tokens (DPoP)',
    example: '{"error":"invalid_request","error_description":"DPoP proof is missing"}',
    patterns: [/DPoP proof is missing/i],
    cause:
      'The client takes only token requests that prove a key of their own (RFC 9449); the lesson sends bearer tokens.',
    wayOut: 'Clients › llama-stack › Settings › Capability config › Require DPoP bound tokens: Off › Save.',
  },
  {
    id: 'unknown-client',
    area: 'tokens',
    title: 'Unknown client, or one with a secret',
    example: '{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}',
    patterns: [/Invalid client or Invalid client credentials/i, /"error"\s*:\s*"invalid_client"/i],
    cause:
      'The realm has no client of this id (is it in master?), or it is disabled, or Client authentication is on and it would have to show its secret.',
    wayOut:
      'In the realm demo, Clients: where llama-stack is there, Enabled: On, and Settings › Capability config › Client authentication: Off › Save; where it is not, Create client › Client ID: llama-stack, Direct access grants: On.',
  },
  {
    id: 'empty-scope',
    area: 'tokens',
    title: 'An empty scope was sent',
    example: '{"error":"invalid_scope","error_description":"Invalid scopes: "}',
    patterns: [/Invalid scopes: ?(?:["'}\n]|$)/],
    cause: 'The request carries scope= with nothing in it; Keycloak refuses that.',
    wayOut: 'Leave the parameter out.',
  },
  {
    id: 'invalid-scope',
    area: 'tokens',
    title: 'The client does not have that scope',
    example: '{"error":"invalid_scope","error_description":"Invalid scopes: tool-audience"}',
    patterns: [/Invalid scopes: \S/, /"error"\s*:\s*"invalid_scope"/i],
    cause:
      'The client scope does not exist, or is not added to this client; scopes of Authorization Services are another thing.',
    wayOut:
      'Clients › llama-stack › Client scopes › Add client scope › tool-audience › Add › Optional. Where the list does not offer it, make it first: Client scopes › Create client scope › Name: tool-audience, Protocol: OpenID Connect › Save, and its Audience mapper.',
  },
  {
    id: 'audience-account',
    area: 'tokens',
    title: 'The audience is account',
    example: 'oidc: expected audience "my-external-tool" got ["account"]',
    patterns: [/expected audience "[^"]*" got \["?account"?\]/i, /audience.{0,40}\baccount\b/i],
    cause:
      "With full scope allowed, Keycloak puts the client account into aud; it says nothing about your tool, and every client's token has it.",
    wayOut:
      'Let no server accept account. Ask for scope=tool-audience, and on llama-stack and my-external-tool set Client scopes › the one that ends in -dedicated › Scope › Full scope allowed: Off.',
  },
  {
    id: 'audience-missing',
    area: 'tokens',
    title: 'The token is not for this tool',
    example: 'oidc: expected audience "my-external-tool" got []',
    patterns: [
      /expected audience "[^"]*" got \[/i,
      /unexpected "aud" claim value/i,
      /missing required "aud" claim/i,
      /(?:Invalid|Bad|missing) (?:token )?audience/i,
      /Client is not within the token audience/i,
    ],
    cause:
      'The resource server, not the client, is the audience; Keycloak names it only when a scope with an Audience mapper is asked for.',
    wayOut:
      'Ask for scope=tool-audience, and check Client scopes › tool-audience › Mappers: an Audience mapper with Included Client Audience my-external-tool and Add to access token On.',
  },
  {
    id: 'http-forbidden',
    area: 'tokens',
    title: 'The client library refuses plain http',
    example: 'only requests to HTTPS are allowed (OAUTH_HTTP_REQUEST_FORBIDDEN)',
    patterns: [/only requests to HTTPS are allowed/i, /OAUTH_HTTP_REQUEST_FORBIDDEN/],
    cause: 'openid-client 6 speaks https only, unless it is told otherwise.',
    wayOut:
      'On loopback, and nowhere else, give discovery() the option execute: [allowInsecureRequests]. Elsewhere use https.',
  },
  {
    id: 'clock-skew',
    area: 'tokens',
    title: 'The clocks differ',
    example: 'Token used before issued',
    patterns: [
      /Token used before issued/i,
      /issued in the future/i,
      /current time .{0,60} before the nbf/i,
      /"(?:iat|nbf)" claim timestamp check failed/i,
      /token is not valid yet|token is not yet valid|before "nbf"/i,
      /its clock is \d+ s (?:ahead of|behind)/i,
    ],
    cause: "The issuer's clock is ahead of the verifier's, as after a virtual machine or WSL slept.",
    wayOut:
      'Set the clocks: restart the virtual machine (wsl --shutdown; podman machine stop, then podman machine start). A verifier of your own may allow 30 to 60 s of tolerance.',
  },
  {
    id: 'token-expired',
    area: 'tokens',
    title: 'The token has expired',
    example: 'oidc: token is expired (Token Expiry: 2026-11-23 11:50:30 +0000 UTC)',
    patterns: [/token is expired/i, /"exp" claim timestamp check failed/i, /Token is not active/i, /jwt expired/i],
    cause:
      "An access token of the lesson lives 300 s, an admin's 60 s; a refresh token ends with its session, after 30 idle minutes.",
    wayOut:
      'Get a new one, with a refresh token that still lives or by a new login. The lesson does so by itself; for tool invoke, log in and set ACCESS_TOKEN anew.',
  },
  {
    id: 'session-ended',
    area: 'tokens',
    title: 'The session has ended',
    example: '{"error":"invalid_grant","error_description":"Session not active"}',
    patterns: [/Session not active/i, /Session doesn't have required client/i],
    cause:
      'After a logout, or after 30 idle minutes, the refresh token is worth nothing; an access token is still accepted offline until it expires.',
    wayOut: 'Log in again.',
  },
  {
    id: 'not-a-token',
    area: 'tokens',
    title: 'What was sent is no token',
    example: 'oidc: malformed jwt: go-jose/go-jose: compact JWS format must have three parts',
    patterns: [/malformed jwt/i, /compact JWS format must have three parts/i, /Invalid Compact JWS/i],
    cause: 'A token is three parts with dots between them; some-api-key has none.',
    wayOut: 'Send the access_token of a login, whole: step 3b does, and tool invoke with ACCESS_TOKEN.',
  },
  {
    id: 'signature',
    area: 'tokens',
    title: 'The signature does not fit',
    example: 'failed to verify signature: failed to verify id token signature',
    patterns: [
      /failed to verify (?:id token )?signature/i,
      /signature verification failed/i,
      /no applicable key found/i,
    ],
    cause:
      "The token was not signed with one of the issuer's keys: another issuer's, forged, or from before the identity provider was made anew.",
    wayOut: 'Get a new token from the issuer that the tool trusts.',
  },
  {
    id: 'algorithm',
    area: 'tokens',
    title: 'The token is signed in another way',
    example: 'oidc: id token signed with unsupported algorithm, expected ["RS256"] got "ES256"',
    patterns: [/signed with unsupported algorithm/i, /"alg" \(Algorithm\) Header Parameter value not allowed/i],
    cause:
      "The realm, or the client, signs with another algorithm than the server takes: the tutorial's takes RS256 alone, the bundled one what the issuer offers, but no shared secret (HS256).",
    wayOut:
      'Clients › llama-stack › Advanced › Fine grain OpenID Connect configuration › Access token signature algorithm: RS256 › Save; then log in anew.',
  },
  {
    id: 'openid-scope-missing',
    area: 'tokens',
    title: 'userinfo wants the scope openid',
    example: 'error="insufficient_scope", error_description="Missing openid scope"',
    patterns: [/Missing openid scope/i],
    cause: 'The userinfo endpoint belongs to OpenID Connect; a token without the scope openid is plain OAuth.',
    wayOut: 'Ask for scope=openid as well.',
  },
];
