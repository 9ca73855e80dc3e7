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
