import type { Glossary } from '../lesson/chapter.ts';
import type { StepText } from '../view/view.ts';
import { wordsHere } from '../view/words-here.ts';
import { blocks, hanging, type Line, line, span } from './lines.ts';

const WORD = 20;

/** The words of a chapter, those of the step first. */
export function glossaryLines(step: StepText, width: number): Line[] {
  const { here, others } = wordsHere(step);
  const titled = (title: string, words: Glossary) =>
    words.length > 0 && [line(title, 'muted'), ...words.flatMap((each) => wordLines(each, width))];
  return blocks(titled(`in step ${step.id}`, here), titled('elsewhere', others));
}

function wordLines([word, means]: Glossary[number], width: number): Line[] {
  return hanging(span(word.padEnd(WORD), 'heading'), means, width);
}
