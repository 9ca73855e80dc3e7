import type { Report } from './report.ts';

/** Whether a run ended badly, and no entry says so: no step of a lesson failed, or a verification did not come to its end. */
export function isUntold({ tone, of, failure, groups }: Pick<Report, 'tone' | 'of' | 'failure' | 'groups'>): boolean {
  if (of === 'verification' && failure) return true;
  return tone === 'bad' && !groups.some(({ entries }) => entries.some((entry) => entry.tone === 'bad'));
}
