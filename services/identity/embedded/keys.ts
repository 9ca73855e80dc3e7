import { generateKeyPair, type JsonWebKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Claims } from './claims.ts';

const RSA_BITS = 2048;
const ACCESS_ALG = 'RS256';
const REFRESH_ALG = 'HS512';

/** The realm's keys: made at each start, gone with the process. */
export interface RealmKeys {
  /** The private signing key with `kid`, `use` and `alg`, as oidc-provider wants it. */
  jwk: JsonWebKey & { kty: 'RSA'; kid: string };
  publicKey: KeyObject;
  privateKey: KeyObject;
  refresh: { kid: string; secret: Uint8Array };
}

/** A new RS256 pair (in the thread pool, so that start-up goes on meanwhile) and a secret for refresh tokens. */
export async function generateKeys(): Promise<RealmKeys> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS });
  const jwk = privateKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n: jwk.n ?? '', e: jwk.e ?? '' });
  return {
    jwk: { ...jwk, kty: 'RSA', kid, use: 'sig', alg: ACCESS_ALG },
    publicKey,
    privateKey,
    refresh: { kid: randomUUID(), secret: randomBytes(64) },
  };
}

/** An access or ID token: signed with the key that /certs shows. */
export function signToken({ jwk, privateKey }: RealmKeys, claims: Claims): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: ACCESS_ALG, typ: 'JWT', kid: jwk.kid }).sign(privateKey);
}

export function signRefreshToken({ refresh }: RealmKeys, claims: Claims): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: REFRESH_ALG, typ: 'JWT', kid: refresh.kid })
    .sign(refresh.secret);
}

/** The payload of an access or ID token of this issuer, or undefined. `expired` ones pass only where the caller says so. */
export async function verifyToken(
  { publicKey }: RealmKeys,
  token: string,
  expected: { issuer: string; typ: 'Bearer' | 'ID'; expired?: 'accepted' },
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: [ACCESS_ALG],
      issuer: expected.issuer,
      clockTolerance: expected.expired === 'accepted' ? Number.MAX_SAFE_INTEGER : 0,
    });
    return payload.typ === expected.typ ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** What became of a refresh token. */
export type RefreshToken = { state: 'valid' | 'expired'; payload: JWTPayload } | { state: 'invalid' };

export async function verifyRefreshToken({ refresh }: RealmKeys, token: string): Promise<RefreshToken> {
  try {
    const { payload } = await jwtVerify(token, refresh.secret, { algorithms: [REFRESH_ALG] });
    return { state: 'valid', payload };
  } catch (error) {
    return error instanceof errors.JWTExpired ? { state: 'expired', payload: error.payload } : { state: 'invalid' };
  }
}
