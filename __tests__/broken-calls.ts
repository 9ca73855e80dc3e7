/** What the tool stops a token at. */
export interface Stop {
  readonly check: string | undefined;
  readonly words: string;
}

const REASON = 'Unauthorized token: Token validation failed: ';
const BAD_SIGNATURE = `${REASON}failed to verify signature: failed to verify id token signature`;
const unsupported = (alg: string) =>
  `${REASON}oidc: id token signed with unsupported algorithm, expected ["RS256"] got "${alg}"`;

const anotherIssuer = (expected: string, got: string) =>
  `${REASON}oidc: id token issued by a different provider, expected "${expected}" got "${got}"`;

const inGo = (seconds: number) =>
  new Date(seconds * 1000).toISOString().replace(/^(.{10})T(.{8}).*$/, '$1 $2 +0000 UTC');

/** What the answers depend on: the issuer that the tool trusts, at localhost, the one that step 2.11 starts, and when the token of 2.12 expires. */
export interface Surroundings {
  readonly issuer: string;
  readonly otherIssuer: string;
  /** Seconds since the epoch. */
  readonly expiry: number;
}

/** What the original tool says to what each step of chapter 2 breaks: docs/references/tool-server.md, Headers and Verification order. */
export const stoppedAt = ({ issuer, otherIssuer, expiry }: Surroundings): Readonly<Record<string, Stop>> => ({
  '2.1': { check: undefined, words: 'Hello, world!' },
  '2.2': { check: undefined, words: 'Missing Authorization header' },
  '2.3': { check: 'audience', words: `${REASON}oidc: expected audience "my-external-tool" got []` },
  '2.4': { check: 'audience', words: `${REASON}oidc: expected audience "my-external-tool" got ["other-tool"]` },
  '2.5': { check: 'signature', words: BAD_SIGNATURE },
  '2.6': { check: 'signature', words: BAD_SIGNATURE },
  '2.7': { check: 'algorithm', words: unsupported('none') },
  '2.8': { check: 'algorithm', words: unsupported('HS256') },
  '2.9': { check: 'signature', words: BAD_SIGNATURE },
  '2.10': { check: 'issuer', words: anotherIssuer(issuer, issuer.replace('localhost', '127.0.0.1')) },
  '2.11': { check: 'issuer', words: anotherIssuer(issuer, otherIssuer) },
  '2.12': { check: 'expiry', words: `${REASON}oidc: token is expired (Token Expiry: ${inGo(expiry)})` },
  '2.14': { check: undefined, words: 'Hello, world!' },
});
