import { type AnyAnswer, somethingElse } from '../../services/clients/something-else.ts';
import type { NoAnswer } from '../../services/wire/no-answer.ts';
import { type Heard, inShort } from './heard.ts';

/** What somebody says who is not the part that was asked: a redirect, a web page. Undefined where it may be that part. */
export function whatElse(
  answer: AnyAnswer,
  mask: (text: string) => string,
): Pick<Heard, 'is' | 'next' | 'pointless'> | undefined {
  const other = somethingElse(answer, (text) => inShort(text, mask));
  return other && { ...other, pointless: true };
}

/** A request that has no answer, in words: who would have to be there is not, drips, or cannot be trusted. */
export function whyNoAnswer({ message, next, stage }: NoAnswer): Omit<Heard, 'legs'> {
  return {
    outcome: 'none',
    by: '',
    status: '',
    said: '',
    is: stage === 'connect' ? `nobody answers: ${message}` : message,
    next:
      next ??
      (stage === 'timeout' ? 'It hangs: see what it waits for.' : 'See that it runs, and that the address is right.'),
    pointless: true,
  };
}

/** What to do about a status that is neither a yes nor a no to a credential; nothing, where it tells nothing of that. */
export function nextOfStatus(status: number): { readonly next?: string } {
  if (status === 404) return { next: 'See whether the address is right, with its path. A refusal is 401 or 403.' };
  if (status === 429) return { next: 'It is asked too often: ask again later.' };
  if (status >= 500) return { next: 'See its log: it fails there. A refusal is 401 or 403.' };
  return {};
}
