import type { ColumnHead, ColumnsExhibit, ColumnsRow } from '../../lesson/exhibit.ts';
import { keyFor } from '../../view/key-words.ts';
import { beside, blocks, hanging, type Line, line, span } from '../lines.ts';
import type { Style } from '../theme.ts';

/** From this width on the columns are comfortable to read. */
export const BESIDE_FROM = 72;
const RULE = 3;
/** Between a label and its text. */
const GAP = 2;

/** What they come to, and then two columns beside each other: the rows that differ, or all of them. */
export function columnsLines(
  { heads, rows, conclusion }: ColumnsExhibit,
  { width, allRows = false }: { readonly width: number; readonly allRows?: boolean },
): Line[] {
  const same = rows.filter(isSame);
  const shown = allRows ? rows : rows.filter((row) => !isSame(row));
  const labels = Math.max(0, ...rows.map(({ label }) => label.length)) + GAP;
  const side = Math.floor((width - labels - RULE) / 2);
  const [left, right] = [labels + side, width - labels - RULE - side];
  return blocks(
    conclusion && hanging(span(`${conclusion.label}:  `, 'decides'), conclusion.text, width),
    [
      ...beside([[span(' '.repeat(labels)), ...headLine(heads[0])]], [headLine(heads[1])], left),
      ...shown.flatMap(({ label, sides }) =>
        beside(labelled(label.padEnd(labels), sides[0], left), labelled('', sides[1], right), left),
      ),
    ],
    same.length > 0 && hanging(span(`${keyFor('all-rows')}  `, 'muted'), restWords(same, allRows), width, 'muted'),
  );
}

function isSame({ sides: [left, right] }: ColumnsRow): boolean {
  return left.length === right.length && left.every((text, at) => text === right[at]);
}

function restWords(same: readonly ColumnsRow[], allRows: boolean): string {
  const labels = same.map(({ label }) => label).join(', ');
  return allRows ? 'the differences alone' : `what is the same on both sides, too: ${labels}`;
}

function headLine({ text, ok }: ColumnHead): Line {
  const style: Style = ok === undefined ? 'heading' : ok ? 'good' : 'bad';
  return line(text, style);
}

/** Paragraphs below each other, with the label before the first. */
function labelled(label: string, texts: readonly string[], width: number): Line[] {
  return texts.flatMap((text, index) =>
    hanging(span(index === 0 ? label : ' '.repeat(label.length), 'muted'), text, width),
  );
}
