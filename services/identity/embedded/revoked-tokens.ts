/** More than these are not remembered: the oldest is forgotten instead, so that no number of them fills the memory. */
const MAX_TOKENS = 10_000;

/** Access tokens that were revoked one by one, until they would have expired anyway. Times in milliseconds. */
export class RevokedTokens {
  readonly #expiresAt = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get size(): number {
    return this.#expiresAt.size;
  }

  /** Remembers a token by its `jti`. */
  add(jti: string, expiresAt: number): void {
    this.#expiresAt.set(jti, expiresAt);
    for (const [oldest, end] of this.#expiresAt) {
      if (end > this.#now() && this.#expiresAt.size <= MAX_TOKENS) return;
      this.#expiresAt.delete(oldest);
    }
  }

  has(jti: string): boolean {
    return this.#expiresAt.has(jti);
  }
}
