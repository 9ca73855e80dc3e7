import type { PartState } from '../evidence/part-state.ts';
import type { SessionState } from './state.ts';
import type { Step } from './step.ts';

/** The parts to speak of where these steps are spoken of: those that they start, and whatever else runs, or has run. In the lab's order. */
export function partsInUse(
  { parts }: Pick<SessionState, 'parts'>,
  steps: readonly Pick<Step<never>, 'starts'>[],
): readonly PartState[] {
  return Object.values(parts).filter(
    ({ part, status }) => status !== 'off' || steps.some(({ starts }) => starts === part),
  );
}
