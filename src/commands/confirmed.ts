import { createInterface } from 'node:readline/promises';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';

/** Asks the person at the terminal. Throws a TutorialError of kind usage where there is none. */
export async function confirmed(question: string, { stdin, stdout, signal }: Io): Promise<boolean> {
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new TutorialError('usage', 'Without a terminal nobody can be asked.', { next: 'Say so beforehand: --yes' });
  }
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(question, { signal })).trim());
  } finally {
    lines.close();
  }
}
