import type { Glossary } from '../lesson/chapter.ts';
import { hanging, type Line, span } from './lines.ts';

const WORD = 20;

/** The words of a chapter. */
export function glossaryLines(glossary: Glossary, width: number): Line[] {
  return glossary.flatMap(([word, means]) => hanging(span(word.padEnd(WORD), 'heading'), means, width));
}
