import type { Hop } from '../../../evidence/hop.ts';
import type { answerIn } from '../../../lesson/call.ts';
import type { Tone } from '../../report.ts';
import { type Markup, markup } from './markup.ts';

const MARKS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', open: '·' };

/** A mark before words that say the same. */
export function mark(tone: Tone): Markup {
  return markup`<span class="mark ${tone}" aria-hidden="true">${MARKS[tone]}</span>`;
}

/** A mark with the words that say what it means, for where no others do. */
export function markInWords(isGood: boolean, words: string): Markup {
  return markup`${mark(isGood ? 'good' : 'bad')}<span class="hidden">${words}: </span>`;
}

/** How a hop was answered, as it is to be taken: a yes that had to be a no is none. */
export function answerMark({ answer }: Hop, taken: NonNullable<ReturnType<typeof answerIn>>): Markup {
  const words = taken.ok ? 'a yes' : answer?.ok ? 'a wrong yes' : 'a no';
  return markup`${markInWords(taken.ok, words)}${taken.status}`;
}

/** A region that scrolls sideways by itself, where its content is wider than the page. */
export function scrolling(label: string, content: Markup): Markup {
  return markup`<div class="scroll" role="group" aria-label="${label}" tabindex="0">${content}</div>`;
}
