import type { ColumnHead, ColumnsExhibit } from '../../lesson/exhibit.ts';
import { BLANK, beside, hanging, type Line, line, span } from '../lines.ts';
import type { Style } from '../theme.ts';

/** From this width on the columns stand beside each other. */
export const BESIDE_FROM = 100;
const LABEL = 10;
const RULE = 3;

/** Two columns, beside each other or one above the other, and what they come to. */
export function columnsLines(
  { heads, rows, conclusion }: ColumnsExhibit,
  { width }: { readonly width: number },
): Line[] {
  const end = conclusion ? [BLANK, ...hanging(span(`${conclusion.label}:  `, 'decides'), conclusion.text, width)] : [];
  if (width < BESIDE_FROM) {
    const column = (at: 0 | 1) => [
      headLine(heads[at]),
      ...rows.flatMap(({ label, sides }) => side(label, sides[at], width)),
    ];
    return [...column(0), BLANK, ...column(1), ...end];
  }
  const left = Math.floor((width - RULE) / 2);
  const right = width - RULE - left;
  return [
    ...beside([headLine(heads[0])], [headLine(heads[1])], left),
    ...rows.flatMap(({ label, sides }) => beside(side(label, sides[0], left), side(label, sides[1], right), left)),
    ...end,
  ];
}

function headLine({ text, ok }: ColumnHead): Line {
  const style: Style = ok === undefined ? 'heading' : ok ? 'good' : 'bad';
  return line(text, style);
}

function side(label: string, texts: readonly string[], width: number): Line[] {
  return texts.flatMap((text, index) => hanging(span((index === 0 ? label : '').padEnd(LABEL), 'muted'), text, width));
}
