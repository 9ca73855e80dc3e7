import { randomBytes } from 'node:crypto';

/** More sessions than this are not remembered: the oldest one ends instead, so that no number of logins fills the memory. */
const MAX_SESSIONS = 10_000;

/** The realm's user sessions: an id each, and when it ends. Times in milliseconds. */
export class Sessions {
  readonly #endsAt = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get size(): number {
    return this.#endsAt.size;
  }

  /** Starts a session that ends after `idle` without a refresh. Returns its id. */
  open(idle: number): string {
    const sid = randomBytes(18).toString('base64url');
    this.#endsAt.set(sid, this.#now() + idle);
    this.#forget();
    return sid;
  }

  isActive(sid: string): boolean {
    return (this.#endsAt.get(sid) ?? 0) > this.#now();
  }

  /** Puts off the end of a session that is still there. */
  extend(sid: string, idle: number): void {
    // Taken out and put back, the map stays in the order of use.
    if (this.#endsAt.delete(sid)) this.#endsAt.set(sid, this.#now() + idle);
  }

  end(sid: string): void {
    this.#endsAt.delete(sid);
  }

  /** Drops, from the least recently used on, what has ended and what is too many. */
  #forget(): void {
    for (const [sid, endsAt] of this.#endsAt) {
      if (endsAt > this.#now() && this.#endsAt.size <= MAX_SESSIONS) return;
      this.#endsAt.delete(sid);
    }
  }
}
