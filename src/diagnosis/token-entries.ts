import type { CatalogueEntry } from './entry.ts';

/** Faults of logins and tokens. Order matters: the first that recognises a message names it. */
export const TOKEN_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'account-not-set-up',
    area: 'tokens',
    title: 'The account is not fully set up',
    patterns: [/Account is not fully set up/i],
    cause: 'Keycloak wants first name, last name and e-mail of every user, and a password that is not temporary.',
    wayOut:
      'Users › the user › Details: fill in all three; Credentials › Set password › Temporary: Off. Or let step 1a do it.',
  },
  {
    id: 'account-disabled',
    area: 'tokens',
    title: 'The user is disabled',
    patterns: [/Account disabled/i],
    cause: "The user's switch Enabled is off.",
    wayOut: 'Users › the user › Enabled: On.',
  },
  {
    id: 'wrong-credentials',
    area: 'tokens',
    title: 'Wrong name or password',
    patterns: [/Invalid user credentials/i],
    cause: 'Keycloak says the same of a wrong password, an unknown user, and one who is locked after too many tries.',
    wayOut: 'Check USER_NAME and USER_PASSWORD; in the console, Users › the user › Credentials › Reset password.',
  },
  {
    id: 'direct-access-off',
    area: 'tokens',
    title: 'The client may not use the password grant',
    patterns: [/Client not allowed for direct access grants/i],
    cause: "The client's switch Direct access grants is off.",
    wayOut: 'Clients › llama-stack › Settings › Capability config › Direct access grants: On.',
  },
  {
    id: 'unknown-client',
    area: 'tokens',
    title: 'Unknown client, or one with a secret',
    patterns: [/Invalid client or Invalid client credentials/i, /"error"\s*:\s*"invalid_client"/i],
    cause:
      'The realm has no client of this id, or it is disabled, or Client authentication is on and it would have to show its secret.',
    wayOut: 'Clients: create llama-stack with Client authentication Off, in the realm demo and not in master.',
  },
  {
    id: 'empty-scope',
    area: 'tokens',
    title: 'An empty scope was sent',
    patterns: [/Invalid scopes: ?(?:["'}\n]|$)/],
    cause: 'The request carries scope= with nothing in it; Keycloak refuses that.',
    wayOut: 'Leave the parameter out.',
  },
  {
    id: 'invalid-scope',
    area: 'tokens',
    title: 'The client does not have that scope',
    patterns: [/Invalid scopes: \S/],
    cause:
      'The client scope does not exist, or is not added to this client; scopes of Authorization Services are another thing.',
    wayOut: 'Clients › llama-stack › Client scopes › Add client scope › tool-audience › Optional.',
  },
  {
    id: 'audience-account',
    area: 'tokens',
    title: 'The audience is account',
    patterns: [/expected audience "[^"]*" got \["?account"?\]/i, /audience.{0,40}\baccount\b/i],
    cause:
      "With full scope allowed, Keycloak puts the client account into aud; it says nothing about your tool, and every client's token has it.",
    wayOut: 'Do not accept account. Ask for scope tool-audience, and set Full scope allowed to Off on both clients.',
  },
  {
    id: 'audience-missing',
    area: 'tokens',
    title: 'The token is not for this tool',
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
      'Ask for scope=tool-audience, and check Client scopes › tool-audience › Mappers: an Audience mapper that includes my-external-tool.',
  },
  {
    id: 'http-forbidden',
    area: 'tokens',
    title: 'The client library refuses plain http',
    patterns: [/only requests to HTTPS are allowed/i, /OAUTH_HTTP_REQUEST_FORBIDDEN/],
    cause: 'openid-client 6 speaks https only, unless it is told otherwise.',
    wayOut: 'On loopback, and nowhere else: execute: [allowInsecureRequests].',
  },
  {
    id: 'clock-skew',
    area: 'tokens',
    title: 'The clocks differ',
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
      'Set the clocks: restart the virtual machine (wsl --shutdown, podman machine stop), and allow 30 to 60 s of tolerance.',
  },
  {
    id: 'token-expired',
    area: 'tokens',
    title: 'The token has expired',
    patterns: [/token is expired/i, /"exp" claim timestamp check failed/i, /Token is not active/i, /jwt expired/i],
    cause: 'An access token of the lesson lives 300 s, an admin token 60 s.',
    wayOut: 'Get a new one, with the refresh token or a new login; tutorial-tui does so by itself.',
  },
  {
    id: 'session-ended',
    area: 'tokens',
    title: 'The session has ended',
    patterns: [/Session not active/i, /Session doesn't have required client/i],
    cause:
      'After a logout, or after 30 idle minutes, the refresh token is worth nothing; an access token is still accepted offline until it expires.',
    wayOut: 'Log in again.',
  },
  {
    id: 'not-a-token',
    area: 'tokens',
    title: 'What was sent is no token',
    patterns: [/malformed jwt/i, /compact JWS format must have three parts/i, /Invalid Compact JWS/i],
    cause: 'A token is three parts with dots between them; some-api-key has none.',
    wayOut: 'Send the access_token of a login: step 3b does.',
  },
  {
    id: 'signature',
    area: 'tokens',
    title: 'The signature does not fit',
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
    id: 'openid-scope-missing',
    area: 'tokens',
    title: 'userinfo wants the scope openid',
    patterns: [/Missing openid scope/i],
    cause: 'The userinfo endpoint belongs to OpenID Connect; a token without the scope openid is plain OAuth.',
    wayOut: 'Ask for scope=openid as well.',
  },
];
