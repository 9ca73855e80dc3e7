import type { CallRow, LookRow } from './row.ts';

const EVERYWHERE = ['tool', 'mcp', 'stack'] as const;

/** The calls that are made at each door, in this order: first the one that has to pass, since without it a refusal proves nothing. */
export const CALLS: readonly CallRow[] = [
  {
    id: 'right',
    title: 'the right token',
    about:
      "The user's access token, as the deployment gets it. What comes back has to hold `expect`, where the call says one.",
    at: EVERYWHERE,
    wants: 'passes',
    rule: { of: 'RFC 6750', section: '2.1' },
    next: 'Read what it says: the audience, the scope or the issuer of the token may not be the ones that it wants.',
  },
  {
    id: 'none',
    title: 'no token',
    about: 'The same request without a credential.',
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 6750', section: '3' },
    next: 'Let it refuse a request without an Authorization header with 401 and a challenge.',
  },
  {
    id: 'invented',
    title: 'an invented token',
    about: '`some-api-key`, which nobody issued.',
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 6750', section: '3.1' },
    next: 'Let it verify what it is sent, and not only whether something is there.',
  },
  {
    id: 'without-audience',
    title: 'without audience',
    about: 'A token of the same user and client that was asked for without the scope, so that its `aud` names nobody.',
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 9068', section: '4' },
    next: 'Let it take only tokens that name it in aud: one that names nobody is for nobody.',
  },
  {
    id: 'other-audience',
    title: 'for another audience',
    about:
      'A token of the same provider that is for somebody else: the one without the scope, where its `aud` names others, or the ID token that came with it.',
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 7519', section: '4.1.3' },
    next: 'Let it compare aud with its own name: whoever the token is for could use it here.',
  },
  {
    id: 'one-byte',
    title: 'one byte changed',
    about: 'The right token with one byte of its claims changed, and the signature that it had.',
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 7515', section: '5.2' },
    next: 'Let it verify the signature with the issuer’s public key: without that, anybody writes tokens.',
  },
  {
    id: 'alg-none',
    title: 'alg none',
    about: "The right token's claims, with a header that says `none` and without a signature.",
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 8725', section: '3.2' },
    next: 'Let it take the algorithms that its issuer signs by, and no other.',
  },
  {
    id: 'public-key',
    title: 'HS256, public key',
    about: "The right token's claims, signed by HMAC with the issuer's public key as the secret.",
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 8725', section: '3.1' },
    next: 'Let it decide by itself which algorithm belongs to a key, whatever the token says.',
  },
  {
    id: 'other-issuer',
    title: 'of another issuer',
    about:
      "The right token's claims, but for `iss`, signed by an issuer that serves its keys on loopback for as long as the run lasts. Its key has the name (`kid`) of the real one.",
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 8725', section: '3.8' },
    next: 'Let it compare iss with the issuer that it trusts, and take keys from nobody else.',
  },
  {
    id: 'expired',
    title: 'expired',
    about:
      'A token that the provider made and that has expired: that of `EXPIRED_ACCESS_TOKEN`, or of the variable that `verify.expiredToken` names, or the right one, where it expires within `--wait-for-expiry`.',
    at: EVERYWHERE,
    wants: 'refused',
    rule: { of: 'RFC 7519', section: '4.1.4' },
    next: 'Let it compare exp with the time, and set its clock.',
  },
];

/** What has to hold beside the calls. */
export const LOOKS: readonly LookRow[] = [
  {
    id: 'challenge',
    title: 'its 401 challenges',
    about: 'The answer to the request without a token: 401, with `WWW-Authenticate: Bearer`.',
    at: ['tool'],
    wants: 'holds',
    rule: { of: 'RFC 6750', section: '3' },
    next: 'Let each 401 carry WWW-Authenticate: Bearer, so that clients know what is wanted of them.',
  },
  {
    id: 'resource-metadata',
    title: 'its metadata',
    about:
      'The document that the challenge names (`resource_metadata`): it is there, is about this server, and names the issuer.',
    at: ['mcp'],
    wants: 'holds',
    asks: { request: 'GET (the address that its challenge names, if any)', brings: 'no credential' },
    rule: { of: 'RFC 9728', section: '3.3' },
    next: 'Let the document that its challenge names be there, and name this very address and the issuer.',
  },
  {
    id: 'elsewhere',
    title: 'sent nowhere else',
    about:
      "The call with the address of a server of this program in place of the tool's: the token does not arrive there. That server is on loopback, so that nobody else can see what comes.",
    at: ['mcp', 'stack'],
    wants: 'holds',
    asks: {
      request: 'the call once more, with the address of a server of this program in place of the tool’s',
      brings: 'the right token',
    },
    rule: { of: 'RFC 6750', section: '5.3' },
    next: 'Let it send tokens to the servers that it knows, and to no address that a caller names.',
  },
  {
    id: 'tool-list',
    title: 'tool list by caller',
    about:
      'The tools, asked for without a token, with the right one, and without one again: what one caller was told is not told to another.',
    at: ['stack'],
    wants: 'holds',
    asks: { request: 'GET (its tools)', brings: 'no token, the right one, and none again' },
    rule: { of: 'RFC 9111', section: '3.5' },
    next: 'Take a version that asks the MCP server anew for each caller, or name no tool group with tools that not everybody may know.',
  },
];
