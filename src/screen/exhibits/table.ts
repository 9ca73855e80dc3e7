import stringWidth from 'string-width';
import type { TableExhibit, TableRow } from '../../lesson/exhibit.ts';
import { hanging, indented, type Line, padded, paragraph, span } from '../lines.ts';
import type { Style } from '../theme.ts';

const GAP = 2;
/** Columns that the last cell needs beside the others; where it has fewer, it stands below them. */
const LAST = 40;

/** A row a its last cell folded below itself; on a narrow screen the last cell stands below the others. */
export function tableLines(exhibit: TableExhibit, { width }: { readonly width: number }): Line[] {
  const before = widthsOf(exhibit).slice(0, -1);
  const indent = before.reduce((sum, each) => sum + each + GAP, 0);
  if (width - indent < LAST) return stacked(exhibit, width);
  const row = (cells: readonly string[], [first, others]: readonly [Style, Style]): Line[] => {
    const [last = '', ...front] = cells.toReversed();
    const head = front
      .toReversed()
      .flatMap((cell, at) => padded([span(cell, at === 0 ? first : others)], (before[at] ?? 0) + GAP));
    return hanging(span(' '.repeat(indent)), last, width, others).map((each, at) =>
      at === 0 ? [...head, ...each.slice(1)] : each,
    );
  };
  return [
    ...row(exhibit.heads, ['muted', 'muted']),
    ...exhibit.rows.flatMap((each) => row(each.cells, [styleOf(each), 'plain'])),
  ];
}

/** Columns that a table needs for one line a row. */
export function tableWidth(exhibit: TableExhibit): number {
  return widthsOf(exhibit).reduce((sum, each) => sum + each + GAP, -GAP);
}

function stacked({ heads, rows }: TableExhibit, width: number): Line[] {
  return [
    ...paragraph(heads.join(' · '), width, 'muted'),
    ...rows.flatMap((each) => {
      const [last = '', ...front] = each.cells.toReversed();
      return [
        ...paragraph(front.toReversed().join(' · '), width, styleOf(each)),
        ...indented(paragraph(last, width - GAP), GAP),
      ];
    }),
  ];
}

function styleOf({ ok }: TableRow): Style {
  return ok ? 'good' : 'bad';
}

function widthsOf({ heads, rows }: TableExhibit): readonly number[] {
  return heads.map((head, at) => Math.max(stringWidth(head), ...rows.map(({ cells }) => stringWidth(cells[at] ?? ''))));
}
