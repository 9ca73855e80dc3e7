import type { CheckResult } from './events.ts';

/**
 * What a check found, as a sentence that is true however it went. A check is named after what it wants to see, so that the bare title of one that
 * failed would say the opposite of what happened.
 */
export function checkWords({ passed, title, saw }: Pick<CheckResult, 'passed' | 'title' | 'saw'>): string {
  return passed ? `${title}: ${saw}` : `Not so: ${title}; seen: ${saw}`;
}

/** What several checks found, in one line. */
export function checksWords(checks: readonly CheckResult[]): string {
  return checks.map(checkWords).join(' · ');
}
