import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { LONGEST_SENTENCE, printable } from '../evidence/printable.ts';
import type { ColumnsExhibit, ColumnsRow } from '../lesson/exhibit.ts';

const LABEL_WIDTH = 10;
/** Four vertical lines. */
const BORDERS = 4;
/** Below this the columns stand one above the other. */
const NARROWEST = 60;

/** Two columns as a table of the given width, and below it what they come to. */
export function columnsTable({ heads, rows, conclusion }: ColumnsExhibit, columns: number): string {
  // Made printable before it is measured: an escape is wider than what it stands for.
  const shown: Table = {
    heads: [asCell(heads[0].text), asCell(heads[1].text)],
    rows: rows.map(({ label, sides: [left, right] }) => ({
      label: asCell(label),
      sides: [left.map(asCell), right.map(asCell)],
    })),
  };
  const end = conclusion ? ['', wrapAnsi(asCell(`${conclusion.label}: ${conclusion.text}`), columns)] : [];
  return [...(columns < NARROWEST ? stacked(shown) : beside(shown, columns)), ...end].join('\n');
}

interface Table {
  readonly heads: readonly [string, string];
  readonly rows: readonly ColumnsRow[];
}

function asCell(text: string): string {
  return printable(text, LONGEST_SENTENCE);
}

function beside({ heads, rows }: Table, columns: number): string[] {
  const side = Math.floor((columns - LABEL_WIDTH - BORDERS) / 2);
  const widths = [LABEL_WIDTH, side, side];
  const rule = (left: string, middle: string, right: string) =>
    `${left}${widths.map((width) => '─'.repeat(width)).join(middle)}${right}`;
  const cells = [
    ['', ...heads],
    ...rows.map(({ label, sides }) => [label, ...sides.map((paragraphs) => paragraphs.join('\n'))]),
  ];
  return [
    rule('┌', '┬', '┐'),
    ...cells.flatMap((row, index) => [...(index === 0 ? [] : [rule('├', '┼', '┤')]), ...tableRow(row, widths)]),
    rule('└', '┴', '┘'),
  ];
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

function stacked({ heads, rows }: Table): string[] {
  const column = (at: 0 | 1) => [
    heads[at],
    ...rows.flatMap(({ label, sides }) => [`${label}:`, ...sides[at].map((text) => `  ${text}`)]),
  ];
  return [...column(0), '', ...column(1)];
}
