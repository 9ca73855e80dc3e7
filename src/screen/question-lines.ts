import { shownKey } from '../view/key-words.ts';
import type { View } from '../view/view.ts';
import { BLANK, beside, hanging, type Line, line, paragraph, span, widthOf } from './lines.ts';

/** Columns between a text and a picture, and those that the text needs. */
const RULE = 3;
const LEAST_BESIDE = 30;

/** Columns that the question needs to stand beside its picture; 0 where it has none. */
export function questionWidth({ guided: { question }, about }: Pick<View, 'guided' | 'about'>): number {
  const [row] = about.keysInWords ? [] : (question?.picture ?? []);
  return row === undefined ? 0 : LEAST_BESIDE + RULE + widthOf(line(row));
}

/** A question that is longer than its row, or stands alone, with its answers; beside them the picture that belongs to it. */
export function questionLines({ guided: { question }, size, about, background }: View, width: number): Line[] {
  if (!question) return [];
  const { text, picture = [], alone } = question;
  const answers = question.answers.map(({ key, label }) => [shownKey(key, about.keysInWords), label] as const);
  const row = answers.reduce((sum, [key, label]) => sum + key.length + label.length + 3, 0);
  if (!alone && text.length + 2 <= size.columns && row <= size.columns) return [];
  const told = (columns: number) => [
    ...paragraph(text, columns, 'heading'),
    ...answers.flatMap(([key, label]) => hanging(span(`  ${key.padEnd(4)}`, 'key'), label, columns)),
  ];
  // Its light parts are drawn; on a light ground they have to be turned.
  const drawn = picture.map((each) => line(each, background === 'light' ? 'selected' : 'plain'));
  const left = width - widthOf(drawn[0] ?? BLANK) - RULE;
  // A terminal without block characters cannot draw it.
  const hasRoom = drawn.length > 0 && !about.keysInWords && left >= LEAST_BESIDE;
  return hasRoom ? beside(told(left), drawn, left) : told(width);
}
