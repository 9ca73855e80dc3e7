import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { LONGEST_SENTENCE, printable } from '../evidence/printable.ts';
import type { ComparisonRow } from '../lesson/comparison.ts';

const LABEL_WIDTH = 10;
/** Four vertical lines. */
const BORDERS = 4;
/** Below this the two calls stand one above the other. */
const NARROWEST = 60;

/** What stands above the two calls, in this order. */
export const HEADINGS = ['UNAUTHORIZED', 'AUTHORIZED'] as const;

/** The two calls as a table of the given width in columns. */
export function sideBySideTable(rows: readonly ComparisonRow[], columns: number): string {
  // Made printable before it is measured: an escape is wider than what it stands for.
  const shown = rows.map(({ label, unauthorized, authorized }) => ({
    label,
    unauthorized: unauthorized.map(asCell),
    authorized: authorized.map(asCell),
  }));
  return (columns < NARROWEST ? stacked(shown) : beside(shown, columns)).join('\n');
}

function asCell(text: string): string {
  return printable(text, LONGEST_SENTENCE);
}

function beside(rows: readonly ComparisonRow[], columns: number): string[] {
  const side = Math.floor((columns - LABEL_WIDTH - BORDERS) / 2);
  const widths = [LABEL_WIDTH, side, side];
  const rule = (left: string, middle: string, right: string) =>
    `${left}${widths.map((width) => '─'.repeat(width)).join(middle)}${right}`;
  const cells = [
    ['', ...HEADINGS],
    ...rows.map((row) => [row.label, paragraphs(row.unauthorized), paragraphs(row.authorized)]),
  ];
  return [
    rule('┌', '┬', '┐'),
    ...cells.flatMap((row, index) => [...(index === 0 ? [] : [rule('├', '┼', '┤')]), ...tableRow(row, widths)]),
    rule('└', '┴', '┘'),
  ];
}

function paragraphs(texts: readonly string[]): string {
  return texts.join('\n');
}

/** The cells beside each other, each folded to its width with a blank on both sides. */
function tableRow(cells: readonly string[], widths: readonly number[]): string[] {
  const folded = cells.map((cell, index) => wrapAnsi(cell, (widths[index] ?? 0) - 2, { hard: true }).split('\n'));
  return Array.from({ length: Math.max(...folded.map((lines) => lines.length)) }, (_, at) => {
    const pieces = folded.map((lines, index) => {
      const text = lines[at] ?? '';
      return ` ${text}${' '.repeat(Math.max(0, (widths[index] ?? 0) - 1 - stringWidth(text)))}`;
    });
    return `│${pieces.join('│')}│`;
  });
}

function stacked(rows: readonly ComparisonRow[]): string[] {
  const column = (heading: string, side: (row: ComparisonRow) => readonly string[]) => [
    heading,
    ...rows.flatMap((row) => [`${row.label}:`, ...side(row).map((text) => `  ${text}`)]),
  ];
  return [
    ...column(HEADINGS[0], ({ unauthorized }) => unauthorized),
    '',
    ...column(HEADINGS[1], ({ authorized }) => authorized),
  ];
}
