import type { JWK } from 'jose';
import type { Secret } from '../../src/evidence/secret.ts';
import { keyLikeThatOf, resigned, signedWithPublicKey } from './signing.ts';
import { withClaimsChanged, withHeaderChanged, withoutSignature } from './tampering.ts';
import { type Changes, read, takeApart } from './token-parts.ts';

/** Who signs a changed token: nobody anew (the issuer's signature stays, which is one over what it said before), a forger with a key of their own, one
 * who takes the issuer's public key for a secret, or nobody at all. */
export type Signer = 'issuer' | 'own-key' | 'public-key' | 'nobody';

/** What is changed of a token, and who signs it then. */
export interface Forgery {
  readonly claims: Changes;
  readonly signer: Signer;
  /** What the header says instead of what it said, or would say by the signature. */
  readonly kid?: string;
  readonly alg?: string;
}

/** Algorithms that a new key pair can sign by. */
const BY_KEY_PAIR = /^(?:[RPE]S(?:256|384|512)|EdDSA|Ed25519)$/;

/** The token as a forger would have it. `publicKey` is asked for where it is what signs. Throws as takeApart does. */
export async function forged(
  token: Secret,
  { claims, signer, kid, alg }: Forgery,
  publicKey: () => Promise<JWK>,
): Promise<Secret> {
  const named = kid === undefined ? token : withHeaderChanged(token, { kid });
  const signed = await SIGNED[signer](named, claims, { alg, publicKey });
  const { alg: said } = read(takeApart(signed).header);
  return alg === undefined || said === alg ? signed : withHeaderChanged(signed, { alg });
}

interface SigningWish {
  readonly alg: string | undefined;
  readonly publicKey: () => Promise<JWK>;
}

const SIGNED: Readonly<
  Record<Signer, (token: Secret, claims: Changes, wish: SigningWish) => Secret | Promise<Secret>>
> = {
  issuer: withClaimsChanged,
  'own-key': async (token, claims, { alg }) => {
    const named = alg !== undefined && BY_KEY_PAIR.test(alg) ? withHeaderChanged(token, { alg }) : token;
    return resigned(named, await keyLikeThatOf(named), claims);
  },
  'public-key': async (token, claims, { publicKey }) => signedWithPublicKey(token, await publicKey(), claims),
  nobody: withoutSignature,
};
