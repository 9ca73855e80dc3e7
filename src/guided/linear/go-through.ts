import { crossingsOf } from '../../lesson/crossings.ts';
import { crossingSentences } from '../../presenters/exhibit-sentences.ts';
import { callToGoThrough } from '../../view/exhibits.ts';
import { keyFor } from '../../view/key-words.ts';
import { originWords } from '../../view/origin.ts';
import type { Talk } from './talk.ts';

/** Goes through the call hop by hop: each request and each answer is held until it is let go on. */
export async function goThrough({ guide, prompt, say }: Talk): Promise<void> {
  const exhibit = callToGoThrough(guide.view);
  if (!exhibit) return;
  const { call, title, claims, result } = exhibit;
  const crossings = crossingsOf(call);
  const origin = originWords(guide.view, [exhibit]);
  say([`${title}, as it went.`, ...(origin === undefined ? [] : [origin])]);
  for (const [index, crossing] of crossings.entries()) {
    const last = index === crossings.length - 1;
    say([`${index + 1} of ${crossings.length}.`, ...crossingSentences(crossing, claims)]);
    if (last) say(result === undefined ? [] : [`What came back: ${result}`]);
    else if ((await prompt.ask(`${keyFor('submit', true)} lets it go on, any letter leaves it: `)) !== '') return;
  }
}
