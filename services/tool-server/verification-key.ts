import type { JWK } from 'jose';
import * as z from 'zod/mini';

/** A public key of the issuer's, as a JWK (RFC 7517) without anything that is not needed to verify. */
export interface VerificationKey {
  readonly kid: string | undefined;
  readonly jwk: Readonly<JWK & { kty: string }>;
}

const common = { kid: z.optional(z.string()), use: z.optional(z.literal('sig')), alg: z.optional(z.string()) };
const keySchema = z.discriminatedUnion('kty', [
  z.object({ ...common, kty: z.literal('RSA'), n: z.string(), e: z.string() }),
  z.object({ ...common, kty: z.literal('EC'), crv: z.string(), x: z.string(), y: z.string() }),
  z.object({ ...common, kty: z.literal('OKP'), crv: z.string(), x: z.string() }),
]);

/** The keys of a key set that a signature may be verified with. Each is looked at by itself: an odd one must not cost the good ones. */
export function verificationKeys(entries: readonly unknown[]): readonly VerificationKey[] {
  return entries.flatMap((entry) => {
    const { success, data } = keySchema.safeParse(entry);
    if (!success || (data.kty === 'RSA' && !isSoundExponent(data.e))) return [];
    return [{ kid: data.kid, jwk: data }];
  });
}

/** With the exponent 1 a "signature" is what it signs, so that anybody can write one; RFC 8017, section 3.1, wants an odd one from 3 on. */
function isSoundExponent(e: string): boolean {
  const bytes = Buffer.from(e, 'base64url');
  const last = bytes.at(-1) ?? 0;
  return last % 2 === 1 && (last >= 3 || bytes.subarray(0, -1).some((byte) => byte !== 0));
}
