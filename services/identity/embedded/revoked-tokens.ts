import { LRUCache } from 'lru-cache';

/** More than these are not remembered: the oldest is forgotten instead, so that no number of them fills the memory. */
const MAX_TOKENS = 10_000;

/** Access tokens that were revoked one by one, until they would have expired anyway. Times in milliseconds. */
export class RevokedTokens {
  readonly #revoked: LRUCache<string, true>;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#revoked = new LRUCache({ max: MAX_TOKENS, perf: { now }, ttlResolution: 0 });
  }

  get size(): number {
    return this.#revoked.size;
  }

  /** Remembers a token by its `jti`. */
  add(jti: string, expiresAt: number): void {
    const ttl = expiresAt - this.#now();
    if (ttl > 0) this.#revoked.set(jti, true, { ttl });
  }

  has(jti: string): boolean {
    return this.#revoked.has(jti);
  }
}
