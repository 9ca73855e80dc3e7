import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';

/** The walkthrough at a terminal. */
export async function runGuided(_options: object, _io: Io): Promise<number> {
  throw new TutorialError('usage', 'The guided walkthrough is not there yet.', {
    next: 'Run the same lesson without a terminal: tutorial-tui --ci',
  });
}
