import stringWidth from 'string-width';
import type { TableCell, TableExhibit } from '../../lesson/exhibit.ts';
import { cellText } from '../../lesson/table-cell.ts';
import { BLANK, hanging, indented, type Line, MINIMAL_WIDTH, padded, paragraph, type Span, span } from '../lines.ts';
import type { Style } from '../theme.ts';

const GAP = 2;
/** Columns that the last cell needs beside the others, where it is longer; where it has fewer, it stands below them. */
const LAST = 40;
/** Columns in which any other cell can be read; where there are not more, it is folded. */
const NARROW = 24;

/**
 * A row a line, its last cell folded below itself. On a narrow screen the last cell stands below the others, which may be folded, too; and where not
 * even so they fit beside each other, they follow each other.
 */
export function tableLines(exhibit: TableExhibit, { width }: { readonly width: number }): Line[] {
  const rows = rowsOf(exhibit);
  const whole = widthsOf(rows);
  const indent = sum(whole);
  const beside = (front: readonly Span[], last: Span): Line[] => {
    const head = front.flatMap((cell, at) => padded([cell], whole[at] ?? 0));
    const [first = BLANK, ...others] = hanging(span(' '.repeat(indent)), last.text, width, last.style);
    return [[...head, ...first.slice(1)], ...others];
  };
  const folded = fitted(whole, width + GAP);
  const below = (front: readonly Span[], last: Span): Line[] => [
    ...(sum(folded) - GAP <= width ? foldedCells(front, folded) : inARow(front, width)),
    ...indented(paragraph(last.text, width - GAP, last.style), GAP),
  ];
  const longest = Math.max(...rows.map((cells) => stringWidth(cells.at(-1)?.text ?? '')));
  const draw = width - indent >= Math.max(MINIMAL_WIDTH, Math.min(LAST, longest)) ? beside : below;
  return rows.flatMap((cells) => draw(cells.slice(0, -1), cells.at(-1) ?? span('')));
}

/** Columns that a table needs for its answers to stand below their questions; the last ones may stand below the others. */
export function tableWidth(exhibit: TableExhibit): number {
  return sum(capped(widthsOf(rowsOf(exhibit)), NARROW + GAP)) - GAP;
}

/** The questions, and the answers to them, as they are drawn; so they have an end before they are measured. */
function rowsOf({ heads, rows }: TableExhibit): readonly (readonly Span[])[] {
  return [
    heads.map((head) => span(head, 'muted')),
    ...rows.map(({ cells, ok }) => cells.map((cell, at) => span(cellText(cell), styleOf(cell, at === 0, ok)))),
  ];
}

function styleOf(cell: TableCell, isFirst: boolean, ok: boolean): Style {
  if (typeof cell !== 'string') return cell.right ? 'good' : 'bad';
  if (isFirst) return ok ? 'good' : 'bad';
  return 'plain';
}

/** Of each column but the last, with the gap behind it. */
function widthsOf(rows: readonly (readonly Span[])[]): readonly number[] {
  return (rows[0] ?? [])
    .slice(0, -1)
    .map((_, at) => Math.max(...rows.map((cells) => stringWidth(cells[at]?.text ?? ''))) + GAP);
}

/** Widths of which the largest give way until all fit; none becomes narrower than can be read. */
function fitted(widths: readonly number[], room: number): readonly number[] {
  let cap = Math.max(0, ...widths);
  while (cap > NARROW + GAP && sum(capped(widths, cap)) > room) cap -= 1;
  return capped(widths, cap);
}

function capped(widths: readonly number[], cap: number): readonly number[] {
  return widths.map((each) => Math.min(each, cap));
}

function foldedCells(cells: readonly Span[], widths: readonly number[]): Line[] {
  const columns = cells.map(({ text, style }, at) => paragraph(text, (widths[at] ?? 0) - GAP, style));
  const height = Math.max(1, ...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    // Behind the last one nothing stands that a gap would keep apart.
    columns.flatMap((lines, at) =>
      padded(lines[row] ?? BLANK, (widths[at] ?? 0) - (at === columns.length - 1 ? GAP : 0)),
    ),
  );
}

function inARow(cells: readonly Span[], width: number): Line[] {
  const texts = cells.map(({ text }) => text).filter(Boolean);
  return paragraph(texts.join(' · '), width, cells[0]?.style);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
