import { type FormField, shownValue } from '../lesson/form.ts';
import type { Draft } from '../view/draft.ts';
import { BLANK, cutStart, type Line, paragraph, span } from './lines.ts';

/** Between a label and what stands in its field. */
const GAP = 2;

/** The fields of a step's form, with what stands in them, and what the chosen one is for. */
export function formLines({ form, values, field: chosen }: Draft, width: number): Line[] {
  const labels = Math.max(...form.map(({ label }) => label.length)) + GAP;
  return [
    ...form.map((field) => fieldLine(field, shownValue(field, values), { isChosen: field === chosen, labels, width })),
    BLANK,
    ...paragraph(chosen.help, width, 'muted'),
  ];
}

interface FieldOptions {
  readonly isChosen: boolean;
  /** Columns of the longest label. */
  readonly labels: number;
  readonly width: number;
}

function fieldLine({ kind, label }: FormField, value: string, { isChosen, labels, width }: FieldOptions): Line {
  const turns = isChosen && kind === 'choice';
  return [
    span(isChosen ? '▸ ' : '  ', 'key'),
    span(label.padEnd(labels), isChosen ? 'heading' : 'plain'),
    span(turns ? '< ' : '  ', 'key'),
    // Where it is too long, its end is what is being typed; a column is left for the caret.
    span(cutStart(value, width - labels - 7), isChosen ? 'heading' : 'plain'),
    ...(turns ? [span(' >', 'key')] : []),
    ...(isChosen && kind === 'text' ? [span(' ', 'selected')] : []),
  ];
}
