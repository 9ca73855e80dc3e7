import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenSet } from '../../services/clients/login.ts';
import { TutorialError } from '../../src/errors.ts';
import type { StepContext } from '../../src/lesson/step.ts';

const SECOND_MS = 1_000;
/** How often somebody who watches sees it shrink. */
const FRAME_MS = 100;
/** Longer nobody waits for a token to end. */
const LONGEST_LIFE_S = 10;
/** The tool has a clock of its own. */
const MARGIN_MS = 50;

/** Waits until a second begins: a token is issued in whole seconds (RFC 7519, NumericDate as issuers write it), and so gets all of its life. */
export function secondBegins(signal: AbortSignal): Promise<void> {
  return sleep(SECOND_MS - (Date.now() % SECOND_MS), undefined, { signal });
}

/**
 * Waits until a token has expired, and says how much of its life is left. Throws a TutorialError of kind check-failed where it lives for too long to be
 * waited for.
 */
export async function runOut(
  { iat = 0, exp = 0 }: TokenSet['claims'],
  { progress, signal, watched }: Pick<StepContext<unknown>, 'progress' | 'signal' | 'watched'>,
): Promise<void> {
  if (exp - iat > LONGEST_LIFE_S)
    throw new TutorialError('check-failed', `The token lives ${exp - iat} s, which is more than one waits for here.`, {
      next: 'Have the client’s access tokens live for a second, as step 1a sets it up.',
    });
  const life = (exp - iat) * SECOND_MS;
  const left = () => exp * SECOND_MS + MARGIN_MS - Date.now();
  while (left() > 0) {
    progress(`what is left of the token’s ${exp - iat} s`, Math.min(1, left() / life));
    await sleep(watched ? Math.min(FRAME_MS, left()) : left(), undefined, { signal });
  }
  progress('the token has expired');
}
