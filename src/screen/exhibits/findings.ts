import { type Finding, findingWords } from '../../evidence/finding.ts';
import type { FindingsExhibit } from '../../lesson/exhibit.ts';
import { flow, hanging, indented, type Line, PROSE, span } from '../lines.ts';

const MARKS = {
  missing: ['✗', 'missing'],
  different: ['✗', 'different'],
} as const;

/**
 * What is as it should be in a few rows; what is not with what was seen, and with what repairs it; what cannot be seen by the reason why, which is the
 * same for many.
 */
export function findingsLines({ findings }: FindingsExhibit, options: { readonly width: number }): Line[] {
  const width = Math.min(options.width, PROSE);
  const present = findings.filter(({ state }) => state === 'present').map(({ title }) => `✓ ${title}`);
  const unknown = findings.filter(({ state }) => state === 'unknown');
  const reasons = [...new Set(unknown.map(({ saw }) => saw))];
  return [
    ...flow(present, width, 'muted'),
    ...findings.flatMap((finding) => amissLines(finding, width)),
    ...reasons.flatMap((why) => {
      const titles = unknown.filter(({ saw }) => saw === why).map(({ title }) => title);
      return hanging(span('? ', 'muted'), `${findingWords('unknown')}, ${why}: ${titles.join(' · ')}`, width);
    }),
  ];
}

function amissLines({ title, state, saw, byHand }: Finding, width: number): Line[] {
  if (state !== 'missing' && state !== 'different') return [];
  const [glyph, word] = MARKS[state];
  return [
    ...hanging(span(`${glyph} `, 'bad'), [title, word, saw].filter(Boolean).join(': '), width),
    ...indented(hanging(span('by hand  ', 'muted'), byHand, width - 2), 2),
  ];
}
