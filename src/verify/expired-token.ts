import { setTimeout as sleep } from 'node:timers/promises';
import { decodeToken } from '../../services/clients/decoded-token.ts';
import type { TokenSet } from '../../services/clients/login.ts';
import type { Deployment } from '../deployment.ts';
import type { Made } from './made.ts';

/** Where an expired token may come from. */
export interface Expiring {
  readonly right: Pick<TokenSet, 'accessToken' | 'claims'>;
  /** One that the provider made once, and somebody kept. */
  readonly kept: Deployment['expiredToken'];
  /** Milliseconds that are waited for the right token to expire. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Milliseconds for which a verifier may take a token that has expired: "usually no more than a few minutes" (RFC 7519, section 4.1.4). */
const LEEWAY_MS = 5 * 60_000;
/** Milliseconds beyond the second in which a token expires. */
const SURELY_MS = 1_500;

/** A token that the provider made and that has expired: the one that was kept, or the right one, where it expires within the wait. */
export async function tokenThatExpired({ right, kept, waitMs, signal }: Expiring): Promise<Made> {
  if (kept) return keptToken(kept, right);
  const { exp } = right.claims;
  if (exp === undefined) return { untried: 'it cannot be told when the token expires' };
  const leftMs = exp * 1000 + SURELY_MS - Date.now();
  if (leftMs > waitMs)
    return {
      untried: `the token lives for ${Math.ceil(leftMs / 1000)} s more: put one that has expired into EXPIRED_ACCESS_TOKEN, or wait with --wait-for-expiry`,
    };
  await sleep(Math.max(leftMs, 0), undefined, { signal }).catch(() => signal.throwIfAborted());
  return { credential: right.accessToken, forgiven: withinLeeway(SURELY_MS) };
}

function keptToken({ token, from }: NonNullable<Expiring['kept']>, right: Expiring['right']): Made {
  const { exp, iss } = decodeToken(token.reveal())?.claims ?? {};
  if (exp === undefined) return { untried: `${from} is no JWT that says when it expires` };
  if (iss !== right.claims.iss) return { untried: `${from} is of another issuer` };
  const agoMs = Date.now() - exp * 1000;
  if (agoMs <= 0) return { untried: `${from} has not expired yet` };
  return { credential: token, ...(agoMs < LEEWAY_MS && { forgiven: withinLeeway(agoMs) }) };
}

function withinLeeway(agoMs: number): string {
  return `it expired ${Math.round(agoMs / 1000)} s ago, and a verifier may let some minutes pass: one that expired long ago would tell`;
}
