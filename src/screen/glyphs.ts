import type { PartState } from '../evidence/part-state.ts';
import type { StepStatus } from '../lesson/state.ts';
import type { Style } from './theme.ts';

interface Mark {
  readonly glyph: string;
  readonly style: Style;
}

/** The state of a step. Where there is room it is told in words too (`STATE_WORDS`); the colour only repeats it. */
export const STEP_MARKS: Readonly<Record<StepStatus | 'earlier', Mark>> = {
  waiting: { glyph: '·', style: 'muted' },
  earlier: { glyph: '◦', style: 'muted' },
  running: { glyph: '…', style: 'busy' },
  verifying: { glyph: '…', style: 'busy' },
  done: { glyph: '✓', style: 'good' },
  failed: { glyph: '✗', style: 'bad' },
  skipped: { glyph: '–', style: 'muted' },
  cancelled: { glyph: '!', style: 'bad' },
};

/** The state of a part. Its word is its name. */
export const PART_MARKS: Readonly<Record<PartState['status'], Mark>> = {
  off: { glyph: '○', style: 'muted' },
  starting: { glyph: '◌', style: 'busy' },
  ready: { glyph: '●', style: 'good' },
  failed: { glyph: '✗', style: 'bad' },
};
