import type { Readable } from 'node:stream';
import type { Io } from '../io.ts';
import { type ReadRecord, readRecord } from '../records/read-record.ts';

/** A run that the same Ctrl-C ends takes away what it made, and says how it ended; its record is worth a report then, too. */
const WRITER_ENDS_WITHIN_MS = 15_000;

/**
 * The record that standard input brings. Rejects as readRecord does, and once the signal has asked for the end: at a terminal at once, else where what
 * is written has not come to its end within `graceMs`.
 */
export async function recordOfStdin(
  { stdin, signal }: Pick<Io, 'stdin' | 'signal'>,
  graceMs = WRITER_ENDS_WITHIN_MS,
): Promise<ReadRecord> {
  const given = stdin as Readable & Pick<Io['stdin'], 'isTTY'>;
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    timer = setTimeout(() => given.destroy(signal.reason), given.isTTY ? 0 : graceMs);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await readRecord(given, 'standard input');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
