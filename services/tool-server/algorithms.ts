/** What a key must be to sign with an algorithm (RFC 7518, section 3.1; RFC 8037, section 3.1). */
interface KeyType {
  kty: 'RSA' | 'EC' | 'OKP';
  crv?: string;
}

/**
 * The asymmetric signature algorithms, and the keys that belong to them. No HS*: its "key" would be a public one, which everybody has
 * (RFC 8725, section 3.1). No `none` (its section 3.2).
 */
const KEY_TYPES: Readonly<Record<string, KeyType>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  PS384: { kty: 'RSA' },
  PS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  // The same by its own name (RFC 9864, section 2.2).
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
};

/** What go-oidc takes where discovery offers nothing that it knows (docs/references/tool-server.md#algorithms). */
const BY_DEFAULT = ['RS256'];

/**
 * The algorithms accepted of an issuer whose discovery document offers these: what is known of them, in the issuer's order, as go-oidc has it
 * (v2.3 without the last two, v3 with EdDSA).
 */
export function acceptedAlgorithms(offered: readonly unknown[]): readonly string[] {
  const known = offered.filter((alg): alg is string => typeof alg === 'string' && Object.hasOwn(KEY_TYPES, alg));
  return known.length > 0 ? [...new Set(known)] : BY_DEFAULT;
}

/** Whether a key may have made a signature of this algorithm: of its type, on its curve, and made for no other one (RFC 7517, section 4.4). */
export function fits(key: { kty: string; crv?: unknown; alg?: unknown }, algorithm: string): boolean {
  const type = Object.hasOwn(KEY_TYPES, algorithm) ? KEY_TYPES[algorithm] : undefined;
  if (!type || key.kty !== type.kty || (type.crv !== undefined && key.crv !== type.crv)) return false;
  return key.alg === undefined || key.alg === algorithm;
}
