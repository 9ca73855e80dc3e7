import type { PlannedStep } from '../lesson/plan.ts';
import type { SessionState, StepState } from '../lesson/state.ts';
import { STATE_WORDS } from '../lesson/state-words.ts';
import type { Step } from '../lesson/step.ts';
import type { ReportEntry, RunStanding, Tone } from './report.ts';

/** What each state tells of a run that goes on; where the run has ended, a step that runs is broken off. */
const TONES: Readonly<Record<StepState['status'], Tone>> = {
  waiting: 'open',
  running: 'open',
  verifying: 'open',
  done: 'good',
  failed: 'bad',
  skipped: 'open',
  cancelled: 'bad',
};

interface Around {
  readonly state: SessionState;
  readonly standing: RunStanding;
  /** What it was to be run for; undefined where it was not to be run. */
  readonly purpose: PlannedStep['purpose'] | undefined;
  /** The step as the course has it; undefined where the course has none of this id. */
  readonly text: Pick<Step<never>, 'keyIdea' | 'exhibits'> | undefined;
}

/** A step of a session, as a report tells of it. */
export function sessionEntry(step: StepState, { state, standing, purpose, text }: Around): ReportEntry {
  const { id, title, status, startedAt, tookMs, checks, proved, failure, endedAt } = step;
  const isBegun = status !== 'waiting';
  const { words, tone } = standingOf(step, standing, purpose);
  return {
    id,
    title,
    status,
    tone,
    words,
    ...(text && { keyIdea: text.keyIdea }),
    saw: proved,
    ...(isBegun && startedAt !== undefined && { at: startedAt }),
    ...(isBegun && endedAt !== undefined && { tookMs }),
    checks,
    ...(failure && { failure }),
    exhibits: isBegun && status !== 'skipped' ? (text?.exhibits?.(state) ?? []) : [],
  };
}

function standingOf(
  { status, setUpOnly }: StepState,
  standing: RunStanding,
  purpose: Around['purpose'],
): { readonly words: string; readonly tone: Tone } {
  const isEnded = standing !== 'goes-on';
  if (status === 'waiting' && isEnded && purpose === undefined) return { words: 'not asked for', tone: 'open' };
  const isBroken = isEnded && (status === 'running' || status === 'verifying');
  const words = isBroken ? 'broken off' : status === 'waiting' && isEnded ? 'not reached' : STATE_WORDS[status];
  const isSetUp = setUpOnly || (status === 'waiting' && purpose === 'set-up');
  return {
    words: isSetUp ? `${words}, set-up only` : words,
    tone: isBroken ? 'bad' : TONES[status],
  };
}
