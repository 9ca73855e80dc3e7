import type { Around } from '../../../../services/doctor/around.ts';
import type { ConditionRow, Seen } from '../../../../services/doctor/condition-row.ts';

/** What a condition sees of a slice of what it could look at. */
export function seenBy(
  row: ConditionRow<never>,
  around: Partial<Around>,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly Seen[]> {
  return row.look(around as never, signal);
}

/** A failure or a warning says what to do, and a success does not have to. */
export function saysTheWayOut({ state, next }: Seen): boolean {
  return state === 'ok' || (next !== undefined && next !== '');
}
