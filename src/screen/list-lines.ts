import { GLOSSARY } from '../lesson/glossary.ts';
import { validBindings } from '../view/key-table.ts';
import { keyFor, keyInWords } from '../view/key-words.ts';
import type { Situation } from '../view/situation.ts';
import { type Size, stateOf, type View } from '../view/view.ts';
import { STEP_MARKS } from './glyphs.ts';
import { hanging, type Line, paragraph, span } from './lines.ts';

const WORD = 20;

/** The words of the lesson. */
export function glossaryLines(width: number): Line[] {
  return GLOSSARY.flatMap(([word, means]) => hanging(span(word.padEnd(WORD), 'heading'), means, width));
}

/** The keys that are valid where the help was called. */
export function keyLines(now: Situation, width: number, inWords = false): Line[] {
  return validBindings(now).flatMap(({ shown, help }) =>
    hanging(span((inWords ? keyInWords(shown) : shown).padEnd(10), 'key'), help, width),
  );
}

/** The steps with their states in words; one of them is chosen. */
export function stepListLines(view: View, width: number): Line[] {
  const { guided, lesson } = view;
  return lesson.flatMap(({ id, title, keyIdea }, index): Line[] => {
    const { glyph, word, style } = STEP_MARKS[markOf(view, id)];
    const chosen = index === guided.cursor;
    return [
      [
        span(chosen ? '▸ ' : '  ', 'key'),
        span(`${glyph} `, style),
        span(`${id.padEnd(3)} ${title.padEnd(WORD)}`, chosen ? 'selected' : 'plain'),
        span(`  ${word}`, style),
      ],
      ...(chosen ? hanging(span('         '), keyIdea, width, 'muted') : []),
    ];
  });
}

/** The state of a step for the eye: one that an earlier run did is told apart from one that nobody did. */
export function markOf(view: View, id: (typeof view.lesson)[number]['id']): keyof typeof STEP_MARKS {
  const status = stateOf(view, id)?.status ?? 'waiting';
  return status === 'waiting' && view.guided.earlier.includes(id) ? 'earlier' : status;
}

/** The one sentence of a terminal that is too small, in as many lines as it needs. */
export function tooSmallLines({ columns, rows }: Size): Line[] {
  return paragraph(
    `The lesson needs 60 columns and 20 rows; this terminal has ${columns} and ${rows}. Make it larger; or leave with ${keyFor('interrupt')}, twice, and start with --accessible, whose lines fit everywhere.`,
    columns,
  );
}
