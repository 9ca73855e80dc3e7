import type { FormValues } from './form.ts';

/** So many are kept of each step: enough to tell one from the other. */
const KEPT = 12;

/** What was filled in once, and the trace of the call that came of it; undefined where none did. */
export interface Submission {
  readonly values: FormValues;
  readonly call: string | undefined;
}

/** The newest ones, oldest first, and one more. */
export function withSubmission(submissions: readonly Submission[], values: FormValues): readonly Submission[] {
  return [...submissions, { values, call: undefined }].slice(-KEPT);
}

/** The call came of what was filled in last. */
export function withCallOfNewest(submissions: readonly Submission[], call: string): readonly Submission[] {
  return submissions.map((each, at) => (at === submissions.length - 1 ? { ...each, call } : each));
}
