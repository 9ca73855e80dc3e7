import { validBindings } from '../view/key-table.ts';
import { shownKeys } from '../view/key-words.ts';
import type { Situation } from '../view/situation.ts';
import { type Line, span, widthOf } from './lines.ts';

const GAP = '  ';

/** The keys that are valid now, in one row: where it is narrow, the most needed ones, `?` for the rest. */
export function footerLine(now: Situation, width: number, inWords = false): Line {
  const all = validBindings(now).filter(({ footer }) => footer !== undefined);
  for (let kept = all; ; kept = withoutLeastNeeded(kept)) {
    const row = joined(
      kept.map(({ keys, label }) => [span(shownKeys(keys, inWords)[0] ?? '', 'key'), span(` ${label}`)]),
    );
    if (widthOf(row) <= width || kept.length <= 1) return row;
  }
}

function withoutLeastNeeded<T extends { footer?: 1 | 2 | 3 }>(bindings: readonly T[]): T[] {
  const least = Math.max(...bindings.map(({ footer = 3 }) => footer));
  const drop = bindings.findLastIndex(({ footer }) => footer === least);
  return bindings.filter((_, index) => index !== drop);
}

function joined(cells: readonly Line[]): Line {
  return cells.flatMap((cell, index) => (index === 0 ? cell : [span(GAP), ...cell]));
}
