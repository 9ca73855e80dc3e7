/** Go's zero time, which go-oidc has for a claim that is not there (docs/references/tool-server.md#verification-order). */
const ZERO = '0001-01-01 00:00:00 +0000 UTC';

/** A NumericDate (RFC 7519: seconds since the epoch) as Go prints a time.Time in UTC; undefined is Go's zero time. */
export function goTime(seconds: number | undefined): string {
  return seconds === undefined ? ZERO : `${dateAndTime(Math.trunc(seconds) * 1000)} +0000 UTC`;
}

/** This moment as Go prints time.Now(): with nanoseconds and the seconds of its monotonic clock. */
export function goNow(milliseconds: number): string {
  const fraction = ((milliseconds % 1000) / 1000).toFixed(9).slice(2);
  return `${dateAndTime(milliseconds)}.${fraction} +0000 UTC m=+${(performance.now() / 1000).toFixed(9)}`;
}

function dateAndTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
