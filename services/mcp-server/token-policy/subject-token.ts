import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { numericDate } from '../../../src/evidence/numeric-date.ts';
import { readShownToken, type ShownToken } from '../../../src/evidence/shown-token.ts';
import { wireFetch } from '../../wire/fetch.ts';
import { type IssuerMetadata, IssuerUnavailable } from './issuer-metadata.ts';
import { TokenRefused } from './protected-resource.ts';
import type { Admitted } from './token-policy.ts';

/** After the keys were asked for, an unknown one does not have them asked for again for so many milliseconds. */
const COOL_DOWN_MS = 5_000;

/** What is said where a check fails; the checks stand in the order in which jose makes them, and then we do. */
const SAYS = {
  form: 'The token is not a JWT that can be read.',
  algorithm: 'The token is signed by an algorithm that is not accepted.',
  key: 'The token is signed with a key that the issuer does not have.',
  signature: 'The signature of the token is not good.',
  'not-before': 'The token is not valid yet.',
  expiry: 'The token has expired.',
  issuer: 'The token is of another issuer.',
  audience: 'The token was issued for somebody else.',
  scope: 'The token does not have the scope that is needed here.',
} as const;
type CheckId = keyof typeof SAYS;
const ORDER = Object.keys(SAYS) as CheckId[];

/** Which check jose has stopped at, by the code of its error. */
const STOPPED_AT: Readonly<Record<string, CheckId>> = {
  [errors.JWSInvalid.code]: 'form',
  [errors.JWTInvalid.code]: 'form',
  [errors.JOSENotSupported.code]: 'form',
  [errors.JOSEAlgNotAllowed.code]: 'algorithm',
  [errors.JWKSNoMatchingKey.code]: 'key',
  [errors.JWKSMultipleMatchingKeys.code]: 'key',
  [errors.JWSSignatureVerificationFailed.code]: 'signature',
  [errors.JWTExpired.code]: 'expiry',
};

/** Whose tokens let in. */
export interface SubjectOptions {
  readonly issuer: string;
  /** What a token must name in `aud`: this server. */
  readonly clientId: string;
  /** What it must name in `scope`. */
  readonly scope: string;
}

/** Verifies the tokens that callers bring to this server. */
export class SubjectVerifier {
  readonly #options: SubjectOptions;
  readonly #metadata: () => Promise<IssuerMetadata>;
  #keys: JWTVerifyGetKey | undefined;

  constructor(options: SubjectOptions, metadata: () => Promise<IssuerMetadata>) {
    this.#options = options;
    this.#metadata = metadata;
  }

  /**
   * Who asks, and the checks that the token passed. Throws TokenRefused with those up to the one that stopped it, or IssuerUnavailable where there are
   * no keys. A server MUST make sure that it is the audience (MCP 2025-11-25, Authorization, Token Handling).
   */
  async verify(token: string): Promise<Admitted> {
    const stoppedAt = (await this.#stopOfJose(token)) ?? this.#stopOfOurs(token);
    const made = stoppedAt ? ORDER.slice(0, ORDER.indexOf(stoppedAt) + 1) : ORDER;
    const shown = readShownToken(token);
    const checks = made.map((id) => ({ id, passed: id !== stoppedAt, saw: seenAt(id, token, shown, stoppedAt) }));
    if (!stoppedAt) return { caller: callerOf(token, shown), checks };
    throw new TokenRefused(stoppedAt === 'scope' ? 'insufficient_scope' : 'invalid_token', SAYS[stoppedAt], checks);
  }

  /** The check of jose's that the token does not pass; undefined where it passes all. */
  async #stopOfJose(token: string): Promise<CheckId | undefined> {
    const { keys: url, algorithms } = await this.#metadata();
    this.#keys ??= createRemoteJWKSet(url, { [customFetch]: wireFetch, cooldownDuration: COOL_DOWN_MS });
    try {
      const { payload } = await jwtVerify(token, this.#keys, { algorithms: [...algorithms] });
      // One that never expires is none that could be given out (RFC 9068, section 2.2).
      return payload.exp === undefined ? 'expiry' : undefined;
    } catch (error) {
      const stoppedAt = STOPPED_AT[(error as { code?: string }).code ?? ''];
      if (stoppedAt) return stoppedAt;
      if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'nbf' ? 'not-before' : 'expiry';
      throw new IssuerUnavailable(`The keys of ${this.#options.issuer} cannot be had: ${(error as Error).message}.`, {
        cause: error,
      });
    }
  }

  #stopOfOurs(token: string): CheckId | undefined {
    const { iss, aud, scope } = readShownToken(token)?.claims ?? {};
    if (iss !== this.#options.issuer) return 'issuer';
    if (![aud].flat().includes(this.#options.clientId)) return 'audience';
    return String(scope).split(' ').includes(this.#options.scope) ? undefined : 'scope';
  }
}

/**
 * The user and the client that a token speaks for: the same after a refresh, another for anybody else. A token that names no user speaks for itself
 * alone.
 */
function callerOf(token: string, shown: ShownToken | undefined): string {
  const { sub, azp, client_id } = shown?.claims ?? {};
  return JSON.stringify(
    typeof sub === 'string' ? [sub, azp ?? client_id] : [createHash('sha256').update(token).digest('base64')],
  );
}

/** What a check saw, in a few words. */
function seenAt(
  id: CheckId,
  token: string,
  { header, claims }: ShownToken = { header: {}, claims: {} },
  stoppedAt?: CheckId,
): string {
  switch (id) {
    case 'form':
      return `parts: ${token.split('.').length}`;
    case 'algorithm':
      return words(header.alg);
    case 'key':
      return `kid ${words(header.kid)}`;
    case 'signature':
      return `${stoppedAt === 'signature' ? 'no' : 'a'} key of the issuer vouches for it`;
    case 'not-before':
      return time(claims.nbf);
    case 'expiry':
      return time(claims.exp);
    case 'issuer':
      return words(claims.iss);
    case 'audience':
      return words(claims.aud);
    case 'scope':
      return words(claims.scope);
  }
}

function words(value: unknown): string {
  if (value === undefined) return 'nothing';
  return [value].flat().every((each) => typeof each === 'string') ? [value].flat().join(', ') : 'no text';
}

/** A NumericDate (RFC 7519, section 2). */
function time(seconds: unknown): string {
  if (typeof seconds !== 'number') return words(seconds);
  return numericDate(seconds)?.toISOString() ?? 'no date';
}
