import { distance } from 'fastest-levenshtein';

/** Edits of a word that is taken for a misspelled one. */
const MOST_EDITS = 2;

/** The word that was meant by a misspelled one: the nearest of those known; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const near = known
    .filter(({ length }) => Math.abs(length - word.length) <= MOST_EDITS)
    .map((each) => ({ each, edits: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, edits }) => edits <= Math.min(MOST_EDITS, each.length / 2))
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.each;
}
