/** Where times come from. */
export interface Clock {
  /** Since some moment, growing. */
  nanoseconds(): bigint;
  /** Milliseconds since the epoch, with fractions. */
  now(): number;
}

/** The system's. */
export const SYSTEM_CLOCK: Clock = {
  nanoseconds: () => process.hrtime.bigint(),
  now: () => performance.timeOrigin + performance.now(),
};

/** A moment as Go writes it: UTC, with nanoseconds. */
export function createdAt(clock: Pick<Clock, 'now'>): string {
  const now = clock.now();
  const nanoseconds = String(Math.floor((now % 1_000) * 1_000_000)).padStart(9, '0');
  return `${new Date(now).toISOString().slice(0, 19)}.${nanoseconds}Z`;
}
