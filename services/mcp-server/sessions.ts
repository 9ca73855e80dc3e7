import { LRUCache } from 'lru-cache';

/** How many sessions are kept, and how long. */
export interface SessionLimits {
  /** A session that was not used for this long is closed, in milliseconds. */
  readonly idleMs: number;
  /** When there are more, the one that was not used for the longest time is closed. */
  readonly count: number;
}

/** What can be kept as a session. Closing it twice does nothing. */
interface Closable {
  close(): Promise<void>;
}

/**
 * What a session is kept under: to somebody else who knows its id there is none (MCP security best practices, Session Hijacking). `caller` is of the
 * token policy.
 */
export function sessionKey(caller: string, id: string): string {
  return `${caller} ${id}`;
}

/**
 * Open sessions by their keys: what is taken out, for whatever reason, is closed, so that clients that vanish without a word cost memory only until
 * then. To look one up counts as using it; `purgeStale` closes those that were idle for too long.
 */
export function openSessions<Session extends Closable>(
  { idleMs, count }: SessionLimits,
  now = () => performance.now(),
): LRUCache<string, Session> {
  return new LRUCache({
    max: count,
    ttl: idleMs,
    ttlResolution: 0,
    perf: { now },
    updateAgeOnGet: true,
    disposeAfter: (session) => void session.close(),
  });
}
