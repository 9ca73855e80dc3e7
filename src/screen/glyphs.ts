import type { PartState } from '../evidence/part-state.ts';
import type { StepStatus } from '../lesson/state.ts';
import type { Style } from './theme.ts';

interface Mark {
  readonly glyph: string;
  readonly word: string;
  readonly style: Style;
}

/** A state is told by its glyph and its word; the colour only repeats it. */
export const STEP_MARKS: Readonly<Record<StepStatus | 'earlier', Mark>> = {
  waiting: { glyph: '·', word: 'not yet done', style: 'muted' },
  earlier: { glyph: '◦', word: 'done in an earlier run', style: 'muted' },
  running: { glyph: '…', word: 'running', style: 'busy' },
  verifying: { glyph: '…', word: 'looking', style: 'busy' },
  done: { glyph: '✓', word: 'done', style: 'good' },
  failed: { glyph: '✗', word: 'failed', style: 'bad' },
  skipped: { glyph: '–', word: 'skipped', style: 'muted' },
  cancelled: { glyph: '!', word: 'cancelled', style: 'bad' },
};

/** How the states of parts are shown. */
export const PART_MARKS: Readonly<Record<PartState['status'], Mark>> = {
  off: { glyph: '○', word: 'off', style: 'muted' },
  starting: { glyph: '◌', word: 'starting', style: 'busy' },
  ready: { glyph: '●', word: 'ready', style: 'good' },
  failed: { glyph: '✗', word: 'failed', style: 'bad' },
};
