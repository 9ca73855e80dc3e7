import type { Glossary } from '../lesson/chapter.ts';
import type { StepText } from './view.ts';

/** Where a word of a glossary stands in a text: from one code unit to before another. */
export interface WordPlace {
  readonly entry: Glossary[number];
  readonly from: number;
  readonly to: number;
}

/** The words of a glossary that stand in a text, each where it stands first, in the order of the text. A word may be broken between two lines. */
export function wordsIn(text: string, glossary: Glossary): readonly WordPlace[] {
  if (glossary.length === 0) return [];
  const places = [...text.matchAll(patternOf(glossary))].flatMap(({ 0: all, 1: found = '', index }): WordPlace[] => {
    const entry = glossary.find(([word]) => word.toLowerCase() === found.replaceAll(/\s+/g, ' ').toLowerCase());
    return entry ? [{ entry, from: index, to: index + all.length }] : [];
  });
  return places.filter(({ entry }, at) => places.findIndex((other) => other.entry === entry) === at);
}

/** Made once a glossary: a step's text is looked through for each frame. */
const patterns = new WeakMap<Glossary, RegExp>();

function patternOf(glossary: Glossary): RegExp {
  const known = patterns.get(glossary);
  if (known) return known;
  // The longer one first: an access token is more than a token.
  const words = glossary.map(([word]) => escaped(word).replaceAll(' ', '\\s+')).toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w-])(${words.join('|')})s?(?![\\w-])`, 'giu');
  patterns.set(glossary, pattern);
  return pattern;
}

/** The words of a chapter, those apart that stand in what a step says before it is done. */
export function wordsHere(step: StepText): { readonly here: Glossary; readonly others: Glossary } {
  const { chapter, title, keyIdea, explanation, prediction } = step;
  const said = [title, keyIdea, ...explanation, prediction?.question ?? '', ...(prediction?.choices ?? [])].join(' ');
  const stands = new Set(wordsIn(said, chapter.glossary).map(({ entry }) => entry));
  return {
    here: chapter.glossary.filter((entry) => stands.has(entry)),
    others: chapter.glossary.filter((entry) => !stands.has(entry)),
  };
}

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
