import { compactVerify } from 'jose';
import { LONGEST_SENTENCE, printableJson } from '../../src/evidence/printable.ts';
import { fits } from './algorithms.ts';
import { checkClaims, decodeClaims, decodeRoles, rolesOf } from './claims.ts';
import { type CompactJws, parseCompact } from './jws.ts';
import { type KeySet, type KeySource, ProviderUnavailable } from './key-source.ts';
import { Refusal } from './refusal.ts';
import { partsOf, shown, type Verification } from './verification.ts';
import type { VerificationKey } from './verification-key.ts';

/** Of a token that names no key, so many keys are tried: each costs time, and whoever sends the token decides. */
const KEYS_TRIED = 100;

/** Whom a good token speaks for. */
export interface Bearer {
  subject: string;
  roles: readonly string[];
}

/** What became of looking for who signed a token. */
interface Signing {
  /** The issuer's keys that may have. */
  readonly keys: readonly VerificationKey[];
  readonly isGood: boolean;
  /** Why it is refused, where it is. */
  readonly reason: string;
}

/**
 * Verifies a token in the order of go-oidc v2.3 (docs/references/tool-server.md#verification-order): form, issuer, audience, expiry, not-before,
 * algorithm, key, signature, and last the roles. Key material in the header (jwk, jku, x5c, x5u) is never looked at: keys come from the issuer alone
 * (RFC 8725, section 3.10).
 */
export class TokenVerifier {
  readonly #issuer: string;
  readonly #audience: string | undefined;
  readonly #source: KeySource;

  /** Without an audience, `aud` is not looked at. */
  constructor(issuer: string, audience: string | undefined, source: KeySource) {
    this.#issuer = issuer;
    this.#audience = audience;
    this.#source = source;
  }

  /** Whom the token speaks for. `verification` keeps the checks. Throws Refusal, or ProviderUnavailable where there are no keys yet. */
  async verify(token: string, traceId: string | undefined, verification: Verification): Promise<Bearer> {
    const known = await this.#source.keys(traceId);
    const { header, payload, claims } = verification.check('form', partsOf(token), () => {
      const jws = parseCompact(token);
      return { ...jws, claims: decodeClaims(jws.payload) };
    });
    checkClaims(claims, this.#issuer, this.#audience, verification);
    const { alg = '', kid } = header;
    const accepted = verification.check('algorithm', shown(alg), () => acceptedOf(known.algorithms, alg));
    const { keys, isGood, reason } = await this.#signing(token, accepted, header, known, traceId);
    verification.check('key', isUnnamed(kid) ? 'no kid' : `kid ${shown(kid)}`, () => {
      if (keys.length === 0) throw signatureRefused(reason);
    });
    verification.check('signature', `${isGood ? 'a' : 'no'} key of the issuer vouches for it`, () => {
      if (!isGood) throw signatureRefused(reason);
    });
    const roles = verification.check('roles', shown(rolesOf(payload)), () => decodeRoles(payload));
    return { subject: claims.sub ?? '', roles };
  }

  async #signing(
    token: string,
    alg: string,
    header: CompactJws['header'],
    known: KeySet,
    traceId: string | undefined,
  ): Promise<Signing> {
    const look = async ({ keys }: KeySet): Promise<Signing> => {
      const may = candidates(keys, alg, header.kid);
      // An extension that must be understood (RFC 7515, section 4.1.11): none is, and b64 has no place in a JWT (RFC 7797, section 7).
      const isGood = !('crit' in header) && (await isSigned(token, alg, may));
      return { keys: may, isGood, reason: BAD_SIGNATURE };
    };
    const seen = await look(known);
    if (seen.isGood) return seen;
    // The issuer may have added a key since, or replaced one.
    try {
      const anew = await this.#source.refreshed(traceId);
      return anew ? await look(anew) : seen;
    } catch (error) {
      if (error instanceof ProviderUnavailable) return { ...seen, reason: `fetching keys ${error.message}` };
      throw error;
    }
  }
}

const BAD_SIGNATURE = 'failed to verify id token signature';

/** The keys that a token may be signed with: of those that fit its algorithm the ones of its key id, or, where it names none, all. */
function candidates(keys: readonly VerificationKey[], alg: string, kid: unknown): readonly VerificationKey[] {
  const named = isUnnamed(kid) ? keys : keys.filter((key) => key.kid === kid);
  return named.filter(({ jwk }) => fits(jwk, alg)).slice(0, KEYS_TRIED);
}

function isUnnamed(kid: unknown): boolean {
  return kid === undefined || kid === '';
}

async function isSigned(token: string, alg: string, keys: readonly VerificationKey[]): Promise<boolean> {
  for (const { jwk } of keys) {
    try {
      await compactVerify(token, jwk, { algorithms: [alg] });
      return true;
    } catch {
      // Whatever jose objects to (signature, crit, b64, a key too short): this key does not vouch for this token.
    }
  }
  return false;
}

function acceptedOf(algorithms: readonly string[], alg: unknown): string {
  const accepted = algorithms.find((algorithm) => algorithm === alg);
  if (accepted !== undefined) return accepted;
  const expected = algorithms.map((algorithm) => JSON.stringify(algorithm)).join(' ');
  throw new Refusal(
    `oidc: id token signed with unsupported algorithm, expected [${expected}] got ${typeof alg === 'string' ? printableJson(alg, LONGEST_SENTENCE) : shown(alg)}`,
  );
}

function signatureRefused(reason: string): Refusal {
  return new Refusal(`failed to verify signature: ${reason}`);
}
