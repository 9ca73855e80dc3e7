import { generateKeyPair, type JsonWebKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Claims } from './claims.ts';

const RSA_BITS = 2048;
const ACCESS_ALG = 'RS256';
const REFRESH_ALG = 'HS512';

/** The realm's keys: made at each start, gone with the process. */
export interface RealmKeys {
  /** The signing key's public half, with `kid`, `use` and `alg`, as /certs shows it (RFC 7517 section 4). */
  publicJwk: JsonWebKey & { kid: string };
  publicKey: KeyObject;
  privateKey: KeyObject;
  refresh: { kid: string; secret: Uint8Array };
}

/** An RSA key and its public half. */
export interface SigningPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A new pair for RS256, made in the thread pool, so that all else goes on meanwhile. */
export function newSigningPair(): Promise<SigningPair> {
  return promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS });
}

/** A pair to sign with, and a secret for refresh tokens. The pair is named by its thumbprint (RFC 7638), unless it is given another name. */
export async function generateKeys(name?: string, pair = newSigningPair()): Promise<RealmKeys> {
  const { publicKey, privateKey } = await pair;
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = name ?? (await calculateJwkThumbprint({ kty: 'RSA', n, e }));
  return {
    publicJwk: { kid, kty: 'RSA', alg: ACCESS_ALG, use: 'sig', n, e },
    publicKey,
    privateKey,
    refresh: { kid: randomUUID(), secret: randomBytes(64) },
  };
}

/** An access or ID token: signed with the key that /certs shows. */
export function signToken({ publicJwk, privateKey }: RealmKeys, claims: Claims): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: ACCESS_ALG, typ: 'JWT', kid: publicJwk.kid }).sign(privateKey);
}

/** Signs with the realm's secret key (HS512), as Keycloak does: nobody else has to check it. */
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

/** What a refresh token is worth, by its signature and its times. Never throws. */
export async function verifyRefreshToken({ refresh }: RealmKeys, token: string): Promise<RefreshToken> {
  try {
    const { payload } = await jwtVerify(token, refresh.secret, { algorithms: [REFRESH_ALG] });
    return { state: 'valid', payload };
  } catch (error) {
    return error instanceof errors.JWTExpired ? { state: 'expired', payload: error.payload } : { state: 'invalid' };
  }
}

/** The payload of any token that this realm signed, of whatever issuer name and expired or not; undefined where it is none. */
export async function verifyIssued(keys: RealmKeys, token: string): Promise<JWTPayload | undefined> {
  const anyTime = { clockTolerance: Number.MAX_SAFE_INTEGER };
  try {
    return (await jwtVerify(token, keys.publicKey, { algorithms: [ACCESS_ALG], ...anyTime })).payload;
  } catch {
    const refresh = await verifyRefreshToken(keys, token);
    return refresh.state === 'invalid' ? undefined : refresh.payload;
  }
}

/** The bearer token in a request's header (RFC 6750 section 2.1). */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
