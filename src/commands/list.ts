import { LESSON } from '../../steps/index.ts';
import type { Io } from '../io.ts';

/** Prints the table of contents. */
export function list(options: { json?: boolean }, { stdout }: Pick<Io, 'stdout'>): void {
  const steps = LESSON.map(({ id, title, keyIdea }) => ({ id, title, keyIdea }));
  if (options.json) stdout.write(`${JSON.stringify(steps)}\n`);
  else for (const { id, title, keyIdea } of steps) stdout.write(`${id.padEnd(4)}${title.padEnd(20)}${keyIdea}\n`);
}
