import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** More sessions than this are not remembered: the one unused for longest ends instead, so that no number of logins fills the memory. */
const MAX_SESSIONS = 10_000;

/** The realm's user sessions, by id, until each ends. Times in milliseconds. */
export class UserSessions {
  readonly #active: LRUCache<string, true>;

  constructor(now: () => number = Date.now) {
    this.#active = new LRUCache({ max: MAX_SESSIONS, perf: { now }, ttlResolution: 0 });
  }

  get size(): number {
    return this.#active.size;
  }

  /** Starts a session that ends after `idle` without a refresh. Returns its id. */
  open(idle: number): string {
    const sid = randomBytes(18).toString('base64url');
    this.#active.set(sid, true, { ttl: idle });
    return sid;
  }

  isActive(sid: string): boolean {
    return this.#active.has(sid);
  }

  /** Puts off the end of a session that is still there. */
  extend(sid: string, idle: number): void {
    if (this.isActive(sid)) this.#active.set(sid, true, { ttl: idle });
  }

  end(sid: string): void {
    this.#active.delete(sid);
  }
}
