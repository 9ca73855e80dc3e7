/** Seconds by which the server's clock is ahead of ours, by an HTTP Date header (RFC 9110, section 6.6.1: whole seconds). */
export function skewByDate(date: string | null, now: number): number | undefined {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return undefined;
  const seconds = (theirs - now) / 1000;
  return Math.abs(seconds) <= 1 ? 0 : Math.round(seconds);
}
