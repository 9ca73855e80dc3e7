import type { Glossary } from '../lesson/chapter.ts';
import type { StepText } from '../view/view.ts';
import { wordsHere } from '../view/words-here.ts';
import { blocks, hanging, type Line, line, span } from './lines.ts';

const GAP = 2;

/** The words of a chapter, those of the step first. */
export function glossaryLines(step: StepText, width: number): Line[] {
  const { here, others } = wordsHere(step);
  const column = Math.max(...step.chapter.glossary.map(([word]) => word.length)) + GAP;
  const titled = (title: string, words: Glossary) =>
    words.length > 0 && [line(title, 'muted'), ...words.flatMap((each) => wordLines(each, column, width))];
  return blocks(titled(`in step ${step.id}`, here), titled('elsewhere', others));
}

function wordLines([word, means]: Glossary[number], column: number, width: number): Line[] {
  return hanging(span(word.padEnd(column), 'heading'), means, width);
}
