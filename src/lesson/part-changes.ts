import type { Failure } from '../evidence/failure.ts';
import type { PartState } from '../evidence/part-state.ts';
import type { SessionEvent } from './events.ts';

/** A part changed: to what, and when, in milliseconds since the epoch. */
export interface PartChange extends Pick<PartState, 'part' | 'status'> {
  readonly at: number;
}

/** More than a lab has in days; memory stays flat. */
const CHANGES_KEPT = 500;

/** How parts came and went, the newest, with one that is told now. What tells of the same status again (a version, say, that is known now) is none. */
export function withChange(
  changes: readonly PartChange[],
  { at, state: { part, status } }: Extract<SessionEvent, { type: 'part' }>,
): readonly PartChange[] {
  const last = changes.findLast((change) => change.part === part);
  return last?.status === status ? changes : [...changes, { part, status, at }].slice(-CHANGES_KEPT);
}

/** How often each part was started again because it had not started, and why the last time; by name. */
export type RetriedParts = Readonly<Record<string, { readonly times: number; readonly failure: Failure }>>;

/** The same, with one more of such starts. */
export function withRetry(
  retried: RetriedParts,
  { part, failure }: Extract<SessionEvent, { type: 'part-retried' }>,
): RetriedParts {
  return { ...retried, [part]: { times: (retried[part]?.times ?? 0) + 1, failure } };
}
