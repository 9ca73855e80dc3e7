import { hopNote, unseenParties } from '../../lesson/call.ts';
import { crossingsOf } from '../../lesson/crossings.ts';
import type { CallExhibit } from '../../lesson/exhibit.ts';
import { crossingSentences } from '../../presenters/exhibit-sentences.ts';
import { callToGoThrough } from '../../view/exhibits.ts';
import { keyFor } from '../../view/key-words.ts';
import { originWords } from '../../view/origin.ts';
import type { Talk } from './talk.ts';

/** Goes through the call hop by hop: each request and each answer is held until it is let go on. */
export async function goThrough({ guide, prompt, say }: Talk): Promise<void> {
  const exhibit = callToGoThrough(guide.view);
  if (!exhibit) return;
  const { call, title, claims } = exhibit;
  const crossings = crossingsOf(call);
  const origin = originWords(guide.view, [exhibit]);
  say([`${title}, as it went.`, ...(origin === undefined ? [] : [origin])]);
  for (const [index, crossing] of crossings.entries()) {
    const last = index === crossings.length - 1;
    const note = crossing.brings === 'request' ? hopNote(call, crossing.hop) : undefined;
    say([
      `${index + 1} of ${crossings.length}.`,
      ...crossingSentences(crossing, claims),
      ...(note === undefined ? [] : [`This hop is ${note}.`]),
    ]);
    if (last) say(endOf(exhibit));
    else if ((await prompt.ask(`${keyFor('submit', true)} lets it go on, any letter leaves it: `)) !== '') return;
  }
}

/** What came back, and whom nobody saw asked meanwhile. */
function endOf({ call, result }: CallExhibit): string[] {
  const unseen = unseenParties(call);
  return [
    ...(result === undefined ? [] : [`What came back: ${result}`]),
    ...(unseen.length === 0 ? [] : [`Not seen: ${unseen.join(', ')}.`]),
  ];
}
