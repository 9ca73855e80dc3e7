import type { StepStatus } from './state.ts';

/** The state of a step in words, on the screen and aloud. */
export const STATE_WORDS: Readonly<Record<StepStatus | 'earlier', string>> = {
  waiting: 'not yet done',
  earlier: 'done in an earlier run',
  running: 'running',
  verifying: 'being looked at',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};
