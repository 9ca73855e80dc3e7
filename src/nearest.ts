/** Edits of a word that is taken for a misspelled one. */
const MOST_EDITS = 2;

/** The word that was meant by a misspelled one: the nearest of those known; undefined where none is near, or the word is as good as another one. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const near = known
    .filter(({ length }) => Math.abs(length - word.length) <= MOST_EDITS)
    .map((each) => ({ each, edits: editsBetween(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, edits }) => edits <= Math.min(MOST_EDITS, each.length / 2))
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.each;
}

/** How many letters have to be put in, taken out or replaced (Levenshtein's distance). */
function editsBetween(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const [above = 0, left = 0, diagonal = 0] = [before[column + 1], line[column], before[column]];
      line.push(Math.min(above + 1, left + 1, diagonal + (letter === other ? 0 : 1)));
    }
    before = line;
  }
  return before[b.length] ?? 0;
}
