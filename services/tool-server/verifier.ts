import { compactVerify } from 'jose';
import { checkClaims, decodeClaims, decodeRoles } from './claims.ts';
import { parseCompact } from './jws.ts';
import { ALGORITHM, type KeySource, ProviderUnavailable, type VerificationKey } from './key-source.ts';
import { Refusal } from './refusal.ts';

/** Whom a good token speaks for. */
export interface Bearer {
  subject: string;
  roles: readonly string[];
}

/**
 * Verifies a token in the order of go-oidc v2.3: form, issuer, audience, expiry, not-before, algorithm, signature, and last the roles.
 * Key material in the header (jwk, jku, x5c, x5u) is never looked at: keys come from the issuer alone (RFC 8725, section 3.10).
 * Throws Refusal, or ProviderUnavailable where there are no keys yet.
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
    const keys = await this.#source.keys(traceId);
    const { header, payload } = parseCompact(token);
    const claims = decodeClaims(payload);
    checkClaims(claims, this.#issuer, this.#audience);
    const { alg = '', kid } = header;
    if (alg !== ALGORITHM)
      throw new Refusal(
        `oidc: id token signed with unsupported algorithm, expected ["${ALGORITHM}"] got ${JSON.stringify(alg)}`,
      );
    // An extension that must be understood (RFC 7515, section 4.1.11): none is, and b64 has no place in a JWT (RFC 7797, section 7).
    if ('crit' in header) throw signatureRefused('failed to verify id token signature');
    if (!(await isSigned(token, candidates(keys, kid))) && !(await this.#isSignedByNewKey(token, kid, keys, traceId)))
      throw signatureRefused('failed to verify id token signature');
    return { subject: claims.sub ?? '', roles: decodeRoles(payload) };
  }

  /** Whether a key fits that the issuer has added since it was last asked. */
  async #isSignedByNewKey(
    token: string,
    kid: unknown,
    known: readonly VerificationKey[],
    traceId: string | undefined,
  ): Promise<boolean> {
    if (kid && candidates(known, kid).length > 0) return false;
    try {
      const keys = await this.#source.refreshed(traceId);
      return keys !== undefined && (await isSigned(token, candidates(keys, kid)));
    } catch (error) {
      if (error instanceof ProviderUnavailable) throw signatureRefused(`fetching keys ${error.message}`);
      throw error;
    }
  }
}

/** The keys that a token may be signed with: those of its key id, or, where it names none, all. */
function candidates(keys: readonly VerificationKey[], kid: unknown): readonly VerificationKey[] {
  return kid === undefined || kid === '' ? keys : keys.filter((key) => key.kid === kid);
}

async function isSigned(token: string, keys: readonly VerificationKey[]): Promise<boolean> {
  for (const { key } of keys) {
    try {
      await compactVerify(token, key, { algorithms: [ALGORITHM] });
      return true;
    } catch {
      // Whatever jose objects to (signature, crit, b64, a key too short): this key does not vouch for this token.
    }
  }
  return false;
}

function signatureRefused(reason: string): Refusal {
  return new Refusal(`failed to verify signature: ${reason}`);
}
