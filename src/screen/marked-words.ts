import type { Glossary } from '../lesson/chapter.ts';
import { type WordPlace, wordsIn } from '../view/words-here.ts';
import { hanging, type Line, type Span, span } from './lines.ts';
import type { Style } from './theme.ts';

/** Blocks of text with their words marked. */
export interface MarkedWords {
  readonly blocks: readonly (readonly Line[])[];
  /** How many there are. */
  readonly words: number;
  /** The last line of what the chosen word means; undefined where none is chosen. */
  readonly meaning: Line | undefined;
}

/**
 * Marks the words of a glossary in blocks of text, each where it stands first. Below the chosen one, counted from 0 and beyond the last from the first
 * again, stands what it means.
 */
export function markWords(
  blocks: readonly (readonly Line[])[],
  {
    glossary,
    chosen,
    width,
  }: { readonly glossary: Glossary; readonly chosen: number | undefined; readonly width: number },
): MarkedWords {
  const rows = blocks.flat();
  const texts = rows.map((row) => row.map(({ text }) => text).join(''));
  const starts = texts.map((_, at) => texts.slice(0, at).reduce((sum, text) => sum + text.length + 1, 0));
  const places = wordsIn(texts.join('\n'), glossary);
  const { length } = places;
  const open = chosen === undefined || length === 0 ? undefined : places[((chosen % length) + length) % length];
  const meaning = open ? hanging(span(`╰ ${open.entry[0]}  `, 'key'), open.entry[1], width) : [];
  const marked = rows.map((row, at): readonly Line[] => {
    const start = starts[at] ?? 0;
    const end = start + (texts[at]?.length ?? 0);
    const here = places.filter(({ from, to }) => from < end && to > start);
    const line = here.reduce<Line>(
      (each, place) => restyled(each, place.from - start, place.to - start, styleOf(place, open)),
      row,
    );
    return open && open.to > start && open.to <= end ? [line, ...meaning] : [line];
  });
  let row = 0;
  return {
    blocks: blocks.map((block) => block.flatMap(() => marked[row++] ?? [])),
    words: length,
    meaning: meaning.at(-1),
  };
}

function styleOf(place: WordPlace, open: WordPlace | undefined): Style {
  return place === open ? 'selected' : 'word';
}

/** The line with another style between two code units. */
function restyled(line: Line, from: number, to: number, style: Style): Line {
  let at = 0;
  return line.flatMap((each): Span[] => {
    const start = at;
    at += each.text.length;
    const cuts = [0, from - start, to - start, each.text.length].map((cut) =>
      Math.max(0, Math.min(cut, each.text.length)),
    );
    const [, first = 0, last = 0] = cuts;
    return [
      { text: each.text.slice(0, first), style: each.style },
      { text: each.text.slice(first, last), style },
      { text: each.text.slice(last), style: each.style },
    ].filter(({ text }) => text !== '');
  });
}
