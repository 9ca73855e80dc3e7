import { TutorialError } from '../errors.ts';
import { foundationOf, type PlannableStep } from './plan.ts';
import type { SessionState } from './state.ts';

/**
 * What a step failed of, where a part that it stands on, or starts, has ended of itself: which, how, and what starts it anew; `error` is what that led to.
 * Undefined where all of them run, or never did.
 */
export function endedPart(
  steps: readonly PlannableStep[],
  { parts }: Pick<SessionState, 'parts'>,
  id: string,
  error: TutorialError,
): TutorialError | undefined {
  const needed = [...foundationOf(steps, id), id];
  for (const { id: starter, starts } of steps) {
    const part = starts !== undefined && needed.includes(starter) ? parts[starts] : undefined;
    // Only one that was ready says how it ended.
    if (part?.status !== 'failed' || part.why === undefined) continue;
    return new TutorialError('part-unreachable', part.why, {
      why: `What step ${id} saw of it: ${error.message}`,
      next: `Run step ${starter}, which starts it anew${starter === id ? '' : ', then this one'}.`,
      cause: error,
    });
  }
  return undefined;
}
