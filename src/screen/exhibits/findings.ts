import type { FindingsExhibit } from '../../lesson/exhibit.ts';
import { flow, hanging, indented, type Line, PROSE, span } from '../lines.ts';

const MARKS = {
  present: ['✓', 'good', ''],
  missing: ['✗', 'bad', 'missing'],
  different: ['✗', 'bad', 'different'],
  unknown: ['?', 'muted', 'cannot be seen'],
} as const;

/** What is as it should be in a few rows; what is not with what was seen, and with what repairs it. */
export function findingsLines({ findings }: FindingsExhibit, options: { readonly width: number }): Line[] {
  const width = Math.min(options.width, PROSE);
  const present = findings.filter(({ state }) => state === 'present').map(({ title }) => `✓ ${title}`);
  const others = findings.filter(({ state }) => state !== 'present');
  return [
    ...flow(present, width, 'muted'),
    ...others.flatMap(({ title, state, saw, byHand }) => {
      const [glyph, style, word] = MARKS[state];
      const amiss = state === 'missing' || state === 'different';
      return [
        ...hanging(span(`${glyph} `, style), [title, word, saw].filter(Boolean).join(': '), width),
        ...(amiss ? indented(hanging(span('by hand  ', 'muted'), byHand, width - 2), 2) : []),
      ];
    }),
  ];
}
