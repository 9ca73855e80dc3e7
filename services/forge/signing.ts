import { CompactSign, type CryptoKey, exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK } from 'jose';
import { Secret } from '../../src/evidence/secret.ts';
import { type Changes, changed, read, takeApart } from './token-parts.ts';

/** What somebody can do to a token who signs: with a key that is no secret, or with one of their own. All of these throw as takeApart does. */

/** A key that the issuer knows nothing of. */
export interface ForgersKey {
  /** By which it signs (RFC 7518, section 3.1). */
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** By their algorithms: to make one takes a while, and a forger needs no second. */
const FORGERS_KEYS = new Map<string, Promise<ForgersKey>>();

/** The forger's key that signs by the algorithm of the token, made when it is wanted first. */
export async function keyLikeThatOf(token: Secret): Promise<ForgersKey> {
  const alg = String(read(takeApart(token).header).alg);
  const key = FORGERS_KEYS.get(alg) ?? newKey(alg);
  FORGERS_KEYS.set(alg, key);
  return key;
}

async function newKey(alg: string): Promise<ForgersKey> {
  return { alg, ...(await generateKeyPair(alg)) };
}

/** What whoever verifies with it is given (RFC 7517, section 4). */
export function publicJwkOf({ publicKey }: ForgersKey): Promise<JWK> {
  return exportJWK(publicKey);
}

/** The token signed anew, with changed claims if so wished. Its header goes on naming the issuer's key (`kid`). */
export function resigned(
  token: Secret,
  { alg, privateKey }: Pick<ForgersKey, 'alg' | 'privateKey'>,
  changes: Changes = {},
): Promise<Secret> {
  return signed(token, alg, privateKey, changes);
}

/**
 * Signed by HMAC, with the issuer's public key in PEM as the secret: a verifier that lets the token choose the algorithm takes that very text for
 * its secret. One that keeps a key to its own algorithm does not (RFC 8725, section 3.1).
 */
export async function signedWithPublicKey(token: Secret, publicKey: JWK, changes: Changes = {}): Promise<Secret> {
  const key = (await importJWK(publicKey, publicKey.alg ?? 'RS256', { extractable: true })) as CryptoKey;
  return signed(token, 'HS256', Buffer.from(await exportSPKI(key)), changes);
}

async function signed(token: Secret, alg: string, key: CryptoKey | Uint8Array, changes: Changes): Promise<Secret> {
  const { header, payload } = takeApart(token);
  const jws = new CompactSign(changed(payload, changes)).setProtectedHeader({ ...read(header), alg });
  return new Secret(await jws.sign(key));
}
