import { diagnose } from '../diagnosis/diagnose.ts';
import { catalogueAsMarkdown } from '../diagnosis/markdown.ts';
import { EXIT_CODES } from '../errors.ts';
import type { Io } from '../io.ts';

/** Explains a raw error message, or, without one, prints the whole catalogue. Returns the exit code: 3 where the message is not known. */
export function explainMessage(words: readonly string[], { stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>): number {
  if (words.length === 0) {
    stdout.write(catalogueAsMarkdown());
    return EXIT_CODES.proved;
  }
  const known = diagnose(words.join(' '));
  if (!known) {
    stderr.write('The catalogue does not know this message. Without a message, diagnose prints all that it knows.\n');
    return EXIT_CODES['check-failed'];
  }
  stdout.write(`${known.title}\n  why   ${known.cause}\n  next  ${known.wayOut}\n`);
  return EXIT_CODES.proved;
}
