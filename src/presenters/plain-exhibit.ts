import { LONGEST_TEXT, printable } from '../evidence/printable.ts';
import { type ByShape, byShape, type Exhibit } from '../lesson/exhibit.ts';
import { tableLines } from '../screen/exhibits/table.ts';
import { BLANK, line } from '../screen/lines.ts';
import { columnsTable } from './columns-table.ts';
import { exhibitSentences } from './exhibit-sentences.ts';

/** An exhibit as plain lines, and the words in it that stand out, in their order. */
export interface PlainExhibit {
  readonly text: string;
  readonly heads: readonly string[];
}

/** Draws an exhibit in so many columns; `now` is in milliseconds since the epoch. */
export function plainExhibit(exhibit: Exhibit, columns: number, now: number): PlainExhibit {
  return byShape(PLAIN, exhibit, columns, now);
}

const sentences = (exhibit: Exhibit, _: number, now: number): PlainExhibit => ({
  text: exhibitSentences(exhibit, now)
    .map((each) => printable(each, LONGEST_TEXT))
    .join('\n'),
  heads: [],
});

const PLAIN: ByShape<[columns: number, now: number], PlainExhibit> = {
  call: sentences,
  token: sentences,
  columns: (exhibit, columns) => ({
    text: columnsTable(exhibit, columns),
    heads: exhibit.heads.map(({ text }) => text),
  }),
  table: (exhibit, columns) => ({
    text: [line(exhibit.title), BLANK, ...tableLines(exhibit, { width: columns })]
      .map((each) =>
        each
          .map(({ text }) => text)
          .join('')
          .trimEnd(),
      )
      .join('\n'),
    heads: exhibit.heads,
  }),
  findings: sentences,
  exchange: sentences,
};
