import { compactVerify } from 'jose';
import { LONGEST_SENTENCE, printableJson } from '../../src/evidence/printable.ts';
import { fits } from './algorithms.ts';
import { checkClaims, decodeClaims, decodeRoles } from './claims.ts';
import { parseCompact } from './jws.ts';
import { type KeySet, type KeySource, ProviderUnavailable } from './key-source.ts';
import { Refusal } from './refusal.ts';
import type { VerificationKey } from './verification-key.ts';

/** Of a token that names no key, so many keys are tried: each costs time, and whoever sends the token decides. */
const KEYS_TRIED = 100;

/** Whom a good token speaks for. */
export interface Bearer {
  subject: string;
  roles: readonly string[];
}

/**
 * Verifies a token in the order of go-oidc v2.3 (docs/references/tool-server.md#verification-order): form, issuer, audience, expiry, not-before,
 * algorithm, signature, and last the roles. Key material in the header (jwk, jku, x5c, x5u) is never looked at: keys come from the issuer alone (RFC
 * 8725, section 3.10). Throws Refusal, or ProviderUnavailable where there are no keys yet.
 */
export class TokenVerifier {
  readonly #issuer: string;
  readonly #audience: string;
  readonly #source: KeySource;

  constructor(issuer: string, audience: string, source: KeySource) {
    this.#issuer = issuer;
    this.#audience = audience;
    this.#source = source;
  }

  async verify(token: string, traceId: string | undefined): Promise<Bearer> {
    const known = await this.#source.keys(traceId);
    const { header, payload } = parseCompact(token);
    const claims = decodeClaims(payload);
    checkClaims(claims, this.#issuer, this.#audience);
    const { alg = '', kid } = header;
    const accepted = known.algorithms.find((algorithm) => algorithm === alg);
    if (accepted === undefined) throw unsupported(known.algorithms, alg);
    // An extension that must be understood (RFC 7515, section 4.1.11): none is, and b64 has no place in a JWT (RFC 7797, section 7).
    if ('crit' in header) throw signatureRefused('failed to verify id token signature');
    const isSignedBy = ({ keys }: KeySet) => isSigned(token, accepted, candidates(keys, accepted, kid));
    if (!(await isSignedBy(known))) {
      // The issuer may have added a key since, or replaced one.
      const anew = await this.#refreshed(traceId);
      if (!anew || !(await isSignedBy(anew))) throw signatureRefused('failed to verify id token signature');
    }
    return { subject: claims.sub ?? '', roles: decodeRoles(payload) };
  }

  async #refreshed(traceId: string | undefined): Promise<KeySet | undefined> {
    try {
      return await this.#source.refreshed(traceId);
    } catch (error) {
      if (error instanceof ProviderUnavailable) throw signatureRefused(`fetching keys ${error.message}`);
      throw error;
    }
  }
}

/** The keys that a token may be signed with: of those that fit its algorithm the ones of its key id, or, where it names none, all. */
function candidates(keys: readonly VerificationKey[], alg: string, kid: unknown): readonly VerificationKey[] {
  const named = kid === undefined || kid === '' ? keys : keys.filter((key) => key.kid === kid);
  return named.filter(({ jwk }) => fits(jwk, alg)).slice(0, KEYS_TRIED);
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

function unsupported(accepted: readonly string[], alg: unknown): Refusal {
  const expected = accepted.map((algorithm) => JSON.stringify(algorithm)).join(' ');
  return new Refusal(
    `oidc: id token signed with unsupported algorithm, expected [${expected}] got ${printableJson(alg, LONGEST_SENTENCE)}`,
  );
}

function signatureRefused(reason: string): Refusal {
  return new Refusal(`failed to verify signature: ${reason}`);
}
