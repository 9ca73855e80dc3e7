import { TutorialError } from '../errors.ts';
import type { StepState } from '../lesson/state.ts';

/** The same error; where the time was up, it says at which step, and what that had last said of itself. */
export function atStep(error: TutorialError, { id, title, progress }: StepState): TutorialError {
  if (error.kind !== 'timed-out' || error.why !== undefined) return error;
  const last = progress === '' ? '' : ` It had said last: ${progress}.`;
  return new TutorialError('timed-out', error.message, {
    why: `Step ${id}, ${title}, was not done yet.${last}`,
    ...(error.next && { next: error.next }),
    cause: error.cause,
  });
}
