import { validBindings } from '../view/key-table.ts';
import { shownKeys } from '../view/key-words.ts';
import type { Situation } from '../view/situation.ts';
import { type Line, span, wrap } from './lines.ts';

/** Columns of the keys in the help, as wide as `← h Shift-Tab`. */
const KEYS = 13;
const GAP = 2;

/** The keys that are valid where the help was called. */
export function keyLines(now: Situation, width: number, inWords = false): Line[] {
  return validBindings(now).flatMap(({ keys, help }) => {
    const left = wrap(shownKeys(keys, inWords).join(' '), KEYS);
    const right = wrap(help, width - KEYS - GAP);
    return Array.from(
      { length: Math.max(left.length, right.length) },
      (_, row): Line => [span((left[row] ?? '').padEnd(KEYS + GAP), 'key'), span(right[row] ?? '')],
    );
  });
}
