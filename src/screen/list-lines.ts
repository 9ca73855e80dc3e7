import type { Glossary } from '../lesson/chapter.ts';
import { validBindings } from '../view/key-table.ts';
import { keyFor, shownKeys } from '../view/key-words.ts';
import type { Situation } from '../view/situation.ts';
import type { Size } from '../view/view.ts';
import { hanging, type Line, paragraph, span, wrap } from './lines.ts';

const WORD = 20;
/** Columns of the keys in the help, as wide as `← h Shift-Tab`. */
const KEYS = 13;
const GAP = 2;

/** The words of a chapter. */
export function glossaryLines(glossary: Glossary, width: number): Line[] {
  return glossary.flatMap(([word, means]) => hanging(span(word.padEnd(WORD), 'heading'), means, width));
}

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

/** The one sentence of a terminal that is too small, in as many lines as it needs. */
export function tooSmallLines({ columns, rows }: Size): Line[] {
  return paragraph(
    `The lesson needs 60 columns and 20 rows; this terminal has ${columns} and ${rows}. Make it larger; or leave with ${keyFor('interrupt')}, twice, and start with --accessible, whose lines fit everywhere.`,
    columns,
  );
}
