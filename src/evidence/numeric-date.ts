/** The date of seconds since the epoch, as claims have it (RFC 7519, section 2, NumericDate); undefined where no calendar reaches so far. */
export function numericDate(seconds: number): Date | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
