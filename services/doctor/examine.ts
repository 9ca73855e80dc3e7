import { setMaxListeners } from 'node:events';
import type { Condition } from '../../src/evidence/condition.ts';
import { printableLine } from '../../src/evidence/printable.ts';
import { redact } from '../../src/evidence/redact.ts';
import { withDeadline } from '../wire/deadline.ts';
import type { ConditionRow, Seen } from './condition-row.ts';

/** Characters of one text, and lines besides, that are kept of what was seen. */
const LONGEST = 600;
const MOST_DETAILS = 40;

/**
 * Looks at all conditions at once, each for so many milliseconds at most, and gives their lines in the order of the rows. One that hangs or breaks is a
 * warning. Throws the reason of the signal.
 */
export async function examine<Looked>(
  rows: readonly ConditionRow<Looked>[],
  around: Looked,
  { signal, patienceMs }: { readonly signal: AbortSignal; readonly patienceMs: number },
): Promise<readonly Condition[]> {
  setMaxListeners(0, signal); // as many as there are looks under way
  const looks = rows.map(async (row) => {
    const seen = await withDeadline(patienceMs, signal, (during) => look(row, around, during)).catch((error: Error) => {
      signal.throwIfAborted();
      return [broken(error, patienceMs)];
    });
    return seen.map((each) => conditionOf(row, each));
  });
  return (await Promise.all(looks)).flat();
}

function look<Looked>(row: ConditionRow<Looked>, around: Looked, signal: AbortSignal): Promise<readonly Seen[]> {
  setMaxListeners(0, signal);
  return row.look(around, signal);
}

function broken(error: Error, patienceMs: number): Seen {
  if (error.name !== 'TimeoutError')
    return {
      state: 'warning',
      saw: `could not be told: ${error.message}`,
      next: 'Look again; where it stays so, report it: that was not foreseen.',
    };
  const saw = `could not be told within ${patienceMs / 1_000} s`;
  return { state: 'warning', saw, next: 'Look again; where it stays so, see what this machine is waiting for.' };
}

function conditionOf({ id, title }: Pick<ConditionRow, 'id' | 'title'>, seen: Seen): Condition {
  const { of, state, saw, details = [], next } = seen;
  return {
    id,
    ...(of !== undefined && { of }),
    title: seen.title ?? title,
    state,
    saw: shown(saw),
    ...(details.length > 0 && { details: details.slice(0, MOST_DETAILS).map(shown) }),
    ...(next !== undefined && { next: shown(next) }),
  };
}

function shown(text: string): string {
  return printableLine(redact(text), LONGEST);
}
