import type { PartName } from '../evidence/part-names.ts';
import type { SessionState } from './state.ts';
import { STEP_IDS, type StepId } from './step-ids.ts';

/** A step to run, and whether it is asked for or only stood on. */
export interface PlannedStep {
  readonly id: StepId;
  readonly purpose: 'prove' | 'set-up';
}

/** Steps that change nothing in the world, so that nothing stands on them. */
const ONLY_LOOKS: readonly StepId[] = ['0', '4'];

/** The part that a step starts: where it has ended, the step is not what others can stand on any more. */
const STARTS: Partial<Record<StepId, PartName>> = { '1a': 'identity', '1b': 'tool', '1c': 'mcp', '2a': 'stack' };

/** The step that compares the two calls; for no other does it matter whether the first of them was made. */
const COMPARES: StepId = '4';

/** The steps that this one stands on and that are not done in this run, or whose part has ended since; in the order of the lesson. */
export function unmetBy({ steps, parts }: Pick<SessionState, 'steps' | 'parts'>, id: StepId): readonly StepId[] {
  const isMet = (before: StepId) => {
    const part = STARTS[before];
    const done = steps.some((step) => step.id === before && step.status === 'done');
    return done && (part === undefined || parts[part].status === 'ready');
  };
  return planSteps({ only: [id] })
    .filter(({ purpose }) => purpose === 'set-up')
    .map((before) => before.id)
    .filter((before) => !isMet(before) && (before !== '3a' || id === COMPARES));
}

/** `1a to 2b`, `1a, 1c`: steps by name, those that follow each other as a span. */
function namedSteps(ids: readonly StepId[]): string {
  const spans: StepId[][] = [];
  for (const id of ids) {
    const last = spans.at(-1);
    const follows = last && STEP_IDS.indexOf(id) === STEP_IDS.indexOf(last.at(-1) ?? id) + 1;
    if (follows) last.push(id);
    else spans.push([id]);
  }
  return spans.map((span) => (span.length > 2 ? `${span[0]} to ${span.at(-1)}` : span.join(', '))).join(', ');
}

/** What a step needs first, as a sentence; `unmet` is not empty. */
export function needsWords(id: StepId, unmet: readonly StepId[]): string {
  return `${id} needs ${namedSteps(unmet)} first, which ${unmet.length === 1 ? 'is' : 'are'} not up.`;
}

/**
 * What to run: the chosen steps, and before them, in the order of the lesson, those they stand on.
 * Without a choice every step is proved.
 */
export function planSteps(choice: { only?: readonly StepId[]; from?: StepId }): readonly PlannedStep[] {
  const { only, from } = choice;
  const chosen = (id: StepId) => {
    if (only) return only.includes(id);
    return from === undefined || STEP_IDS.indexOf(id) >= STEP_IDS.indexOf(from);
  };
  const last = STEP_IDS.findLastIndex(chosen);
  return STEP_IDS.slice(0, last + 1)
    .map((id) => ({ id, purpose: chosen(id) ? ('prove' as const) : ('set-up' as const) }))
    .filter(({ id, purpose }) => purpose === 'prove' || !ONLY_LOOKS.includes(id));
}
