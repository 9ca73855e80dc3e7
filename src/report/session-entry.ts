import type { SessionState, StepState } from '../lesson/state.ts';
import { STATE_WORDS } from '../lesson/state-words.ts';
import type { Step } from '../lesson/step.ts';
import type { ReportEntry, RunStanding, Tone } from './report.ts';

interface Around {
  readonly state: SessionState;
  readonly standing: RunStanding;
  /** The step as the course has it; undefined where the course has none of this id. */
  readonly text: Pick<Step<never>, 'keyIdea' | 'exhibits'> | undefined;
}

/** A step of a session, as a report tells of it. */
export function sessionEntry(step: StepState, { state, standing, text }: Around): ReportEntry {
  const { id, title, status, startedAt, tookMs, checks, proved, failure, endedAt } = step;
  const isBegun = status !== 'waiting';
  const { words, tone } = standingOf(step, state, standing);
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
  { id, status, setUpOnly }: StepState,
  { about }: SessionState,
  standing: RunStanding,
): { readonly words: string; readonly tone: Tone } {
  const words = STATE_WORDS[status];
  if (status === 'done') return { words: setUpOnly ? 'done, for another to stand on' : words, tone: 'good' };
  if (status === 'failed' || status === 'cancelled') return { words, tone: 'bad' };
  if (status === 'running' || status === 'verifying')
    return standing === 'goes-on' ? { words, tone: 'open' } : { words: 'broken off', tone: 'bad' };
  if (status === 'skipped' || standing === 'goes-on') return { words, tone: 'open' };
  const isChosen = about?.chosen === undefined || about.chosen.includes(id);
  return { words: isChosen ? 'not reached' : 'not asked for', tone: 'open' };
}
