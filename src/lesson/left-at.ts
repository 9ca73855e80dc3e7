import type { SessionState, StepState } from './state.ts';

/** Nothing is left to do of a step of these states. */
const SETTLED: ReadonlySet<StepState['status']> = new Set(['done', 'skipped']);

/** The step at which a person left a walkthrough half-way: the one begun last, or what comes after it. Undefined where it was gone through to its end, or is no walkthrough. */
export function leftAt({
  about,
  verdict,
  steps,
}: Pick<SessionState, 'about' | 'verdict' | 'steps'>): StepState | undefined {
  if (about?.mode !== 'walkthrough' || verdict?.outcome !== 'proved') return undefined;
  const newest = Math.max(0, ...steps.map(({ startedAt = 0 }) => startedAt));
  const begun = steps.findLastIndex(({ startedAt = 0 }) => startedAt === newest);
  return steps.slice(newest === 0 ? 0 : begun).find(({ status }) => !SETTLED.has(status));
}
