import type { Glossary } from '../lesson/chapter.ts';
import { validBindings } from '../view/key-table.ts';
import { keyFor, shownKeys } from '../view/key-words.ts';
import type { Situation } from '../view/situation.ts';
import type { Size } from '../view/view.ts';
import { hanging, type Line, paragraph, span } from './lines.ts';

const WORD = 20;

/** The words of a chapter. */
export function glossaryLines(glossary: Glossary, width: number): Line[] {
  return glossary.flatMap(([word, means]) => hanging(span(word.padEnd(WORD), 'heading'), means, width));
}

/** The keys that are valid where the help was called. */
export function keyLines(now: Situation, width: number, inWords = false): Line[] {
  const rows = validBindings(now).map(({ keys, help }) => [shownKeys(keys, inWords).join(' '), help] as const);
  const column = Math.max(...rows.map(([keys]) => keys.length)) + 2;
  return rows.flatMap(([keys, help]) => hanging(span(keys.padEnd(column), 'key'), help, width));
}

/** The one sentence of a terminal that is too small, in as many lines as it needs. */
export function tooSmallLines({ columns, rows }: Size): Line[] {
  return paragraph(
    `The lesson needs 60 columns and 20 rows; this terminal has ${columns} and ${rows}. Make it larger; or leave with ${keyFor('interrupt')}, twice, and start with --accessible, whose lines fit everywhere.`,
    columns,
  );
}
