import type { StepStatus } from './state.ts';

/** The state of a step, as it is said aloud. */
export const STATE_WORDS: Readonly<Record<StepStatus | 'earlier', string>> = {
  waiting: 'not yet done',
  earlier: 'done in an earlier run, not in this one',
  running: 'running',
  verifying: 'being looked at',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};
