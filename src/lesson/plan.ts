import { STEP_IDS, type StepId } from './step-ids.ts';

/** A step to run, and whether it is asked for or only stood on. */
export interface PlannedStep {
  readonly id: StepId;
  readonly purpose: 'prove' | 'set-up';
}

/** Steps that change nothing in the world, so that nothing stands on them. */
const ONLY_LOOKS: readonly StepId[] = ['0', '4'];

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
