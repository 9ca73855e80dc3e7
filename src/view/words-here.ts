import type { Glossary } from '../lesson/chapter.ts';
import type { StepText } from './view.ts';

/** The words of a chapter, those apart that stand in what a step says before it is done. */
export function wordsHere(step: StepText): { readonly here: Glossary; readonly others: Glossary } {
  const { chapter, title, keyIdea, explanation, prediction } = step;
  const said = [title, keyIdea, ...explanation, prediction?.question ?? '', ...(prediction?.choices ?? [])].join(' ');
  const stands = ([word]: Glossary[number]) => new RegExp(`(?<![\\w-])${escaped(word)}s?(?![\\w-])`, 'iu').test(said);
  return {
    here: chapter.glossary.filter(stands),
    others: chapter.glossary.filter((entry) => !stands(entry)),
  };
}

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
