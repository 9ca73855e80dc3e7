import type { ReportedPart } from './report.ts';

/** Where a part is, and whose: of a server of the learner's own its address, and that of the tap before it. Empty where it has none. */
export function partAddress({ url, own }: Pick<ReportedPart, 'url' | 'own'>): string {
  if (own === undefined) return url ?? '';
  return `your own, at ${own}${url === undefined || url === own ? '' : `; a tap at ${url} sees what passes`}`;
}
