import { keyFor } from '../view/key-words.ts';
import type { Size } from '../view/view.ts';
import { type Line, paragraph } from './lines.ts';

/** The one sentence of a terminal that is too small, in as many lines as it needs. */
export function tooSmallLines({ columns, rows }: Size): Line[] {
  return paragraph(
    `The lesson needs 60 columns and 20 rows; this terminal has ${columns} and ${rows}. Make it larger; or leave with ${keyFor('interrupt')}, twice, and start with --accessible, whose lines fit everywhere.`,
    columns,
  );
}
