import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** More sessions than this are not remembered: the one unused for longest ends instead, so that no number of logins fills the memory. */
const MAX_SESSIONS = 10_000;

interface Session {
  /** When the user showed who they are on the login page, in seconds since the epoch; undefined where no page was shown. */
  readonly authTime: number | undefined;
  /** Ids of clients that take part no more. */
  readonly left: ReadonlySet<string>;
}

/** The realm's user sessions, by id, until each ends. Times in milliseconds. */
export class UserSessions {
  readonly #active: LRUCache<string, Session>;

  constructor(now: () => number = Date.now) {
    this.#active = new LRUCache({ max: MAX_SESSIONS, perf: { now }, ttlResolution: 0 });
  }

  get size(): number {
    return this.#active.size;
  }

  /** Starts a session that ends after `idle` without a refresh. Returns its id. */
  open(idle: number, authTime?: number): string {
    const sid = randomBytes(18).toString('base64url');
    this.#active.set(sid, { authTime, left: new Set() }, { ttl: idle });
    return sid;
  }

  isActive(sid: string): boolean {
    return this.#active.has(sid);
  }

  /** Puts off the end of a session that is still there; with a time, the user has just shown who they are. */
  extend(sid: string, idle: number, authTime?: number): void {
    const session = this.#active.get(sid);
    if (session) this.#active.set(sid, { ...session, ...(authTime !== undefined && { authTime }) }, { ttl: idle });
  }

  authTime(sid: string): number | undefined {
    return this.#active.get(sid)?.authTime;
  }

  /** Whether the tokens that a client has of a session are good: its own part may have ended before the session. */
  has(sid: string, clientId: string): boolean {
    return this.#active.peek(sid)?.left.has(clientId) === false;
  }

  /** Lets a client take part, again where it had left. */
  join(sid: string, clientId: string): void {
    this.#change(sid, (left) => left.delete(clientId));
  }

  /** Ends a client's part in a session, which goes on for all others. */
  leave(sid: string, clientId: string): void {
    this.#change(sid, (left) => left.add(clientId));
  }

  end(sid: string): void {
    this.#active.delete(sid);
  }

  #change(sid: string, change: (left: Set<string>) => void): void {
    const session = this.#active.peek(sid);
    if (!session) return;
    const left = new Set(session.left);
    change(left);
    this.#active.set(sid, { ...session, left }, { ttl: this.#active.getRemainingTTL(sid) });
  }
}
