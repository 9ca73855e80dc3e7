import Table from 'cli-table3';
import type { ComparisonRow } from '../lesson/comparison.ts';

const LABEL_WIDTH = 10;
/** Four vertical lines. */
const BORDERS = 4;
/** Below this the two calls stand one above the other. */
const NARROWEST = 60;

/** The two calls as a table of the given width in columns. */
export function sideBySideTable(
  rows: readonly ComparisonRow[],
  columns: number,
  bold: (text: string) => string,
): string {
  return columns < NARROWEST ? stacked(rows, bold) : beside(rows, columns, bold);
}

function beside(rows: readonly ComparisonRow[], columns: number, bold: (text: string) => string): string {
  const side = Math.floor((columns - LABEL_WIDTH - BORDERS) / 2);
  const table = new Table({
    head: ['', bold('UNAUTHORIZED'), bold('AUTHORIZED')],
    colWidths: [LABEL_WIDTH, side, side],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { label, unauthorized, authorized } of rows) {
    table.push([label, breakable(unauthorized, side - 2), breakable(authorized, side - 2)]);
  }
  return table.toString();
}

/** Words that are longer than the column are cut into pieces, for the table would cut them off. */
function breakable(paragraphs: readonly string[], width: number): string {
  return paragraphs.join('\n').replace(new RegExp(`\\S{${width}}(?=\\S)`, 'g'), '$& ');
}

function stacked(rows: readonly ComparisonRow[], bold: (text: string) => string): string {
  const column = (heading: string, side: (row: ComparisonRow) => readonly string[]) =>
    [bold(heading), ...rows.flatMap((row) => [`${row.label}:`, ...side(row).map((text) => `  ${text}`)])].join('\n');
  return [
    column('UNAUTHORIZED', ({ unauthorized }) => unauthorized),
    '',
    column('AUTHORIZED', ({ authorized }) => authorized),
  ].join('\n');
}
