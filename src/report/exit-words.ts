import type { Report } from './report.ts';

/** Name and number of the exit code, as they stand behind the headline: where not all is proved, 0 is not called so. Empty where the run has none. */
export function exitWords({ outcome, exitCode, tone }: Pick<Report, 'outcome' | 'exitCode' | 'tone'>): string {
  if (outcome === undefined) return '';
  return `${tone === 'open' ? '' : `${outcome}, `}exit code ${exitCode}`;
}
