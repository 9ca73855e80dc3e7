import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';

/** Asks the person at the terminal; no answer is a no. Throws a TutorialError of kind usage where there is none, and where the signal says so. */
export async function confirmed(question: string, { stdin, stdout, signal }: Io): Promise<boolean> {
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new TutorialError('usage', 'Without a terminal nobody can be asked.', { next: 'Say so beforehand: --yes' });
  }
  stdout.write(question);
  // The terminal itself lets edit the line: so Ctrl-C is a signal here, too, and Ctrl-D the end of what is typed.
  const lines = createInterface({ input: stdin, terminal: false });
  let answer: string | undefined;
  try {
    [answer] = await Promise.race([once(lines, 'line', { signal }), once(lines, 'close', { signal })]);
  } finally {
    lines.close();
    if (answer === undefined) stdout.write('\n');
  }
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
