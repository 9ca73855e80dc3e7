/**
 * The asymmetric signatures that a JWT may have (RFC 7518, section 3.1; RFC 8037, section 3.1), Ed25519 also by its own name (RFC 9864, section 2.2). No
 * HS*: its "key" would be a public one, which everybody has (RFC 8725, section 3.1).
 */
const ASYMMETRIC = /^(?:[RPE]S(?:256|384|512)|EdDSA|Ed25519)$/;
/** What an issuer has to offer (OpenID Connect Discovery 1.0, section 3), and what is taken of one that offers nothing of these. */
const BY_DEFAULT = ['RS256'];

/** The algorithms that are taken of an issuer which offers these: what anybody can check with its public keys, in the issuer's order, each once. */
export function algorithmsTakenOf(offered: readonly string[] = []): readonly string[] {
  const known = offered.filter((alg) => ASYMMETRIC.test(alg));
  return known.length > 0 ? [...new Set(known)] : BY_DEFAULT;
}
