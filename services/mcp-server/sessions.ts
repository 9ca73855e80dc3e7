/** What a registry keeps of a session. */
interface Entry<Session> {
  session: Session;
  /** Milliseconds of a monotonic clock. */
  usedAt: number;
}

export interface SessionLimits {
  /** A session that was not used for this long is closed, in milliseconds. */
  idleMs: number;
  /** When there are more, the one that was not used for the longest time is closed. */
  count: number;
}

/** Open sessions by their id. Clients that vanish without a word cost memory only until then. */
export class Sessions<Session extends { close(): Promise<void> }> {
  readonly #limits: SessionLimits;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry<Session>>();

  constructor(limits: SessionLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(id: string, session: Session): void {
    this.#entries.set(id, { session, usedAt: performance.now() });
    if (this.#entries.size <= this.#limits.count) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#close(oldest);
  }

  /** The session, which counts as used now. */
  use(id: string): Session | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    this.#entries.delete(id);
    this.#entries.set(id, { ...entry, usedAt: performance.now() });
    return entry.session;
  }

  /** The session has closed by itself. */
  forget(id: string): void {
    this.#entries.delete(id);
  }

  /** Closes the sessions that have been idle for too long at the moment `now`. */
  sweep(now = performance.now()): void {
    for (const [id, { usedAt }] of this.#entries) {
      if (now - usedAt < this.#limits.idleMs) return;
      this.#close(id);
    }
  }

  closeAll(): void {
    for (const id of [...this.#entries.keys()]) this.#close(id);
  }

  [Symbol.iterator](): Iterator<Session> {
    return [...this.#entries.values()].map(({ session }) => session)[Symbol.iterator]();
  }

  #close(id: string): void {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    void entry?.session.close();
  }
}
