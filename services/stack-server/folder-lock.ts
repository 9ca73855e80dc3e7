import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TutorialError } from '../../src/errors.ts';
import { makeFolder } from '../machine/folders.ts';
import { removeStaleLock, takeLock } from '../machine/lock-file.ts';
import { isRunning } from '../machine/process-mark.ts';
import { readRegularFile } from '../machine/regular-file.ts';

const FILE_NAME = 'registry.lock';
/** Bytes; it holds one process id. */
const LIMIT = 1_000;
/** The locks that this process holds. */
const held = new Set<string>();

/**
 * Takes the data folder for this process, so that two servers cannot overwrite each other's registry. The lock of a process that is gone
 * (kill -9) counts for nothing. Returns what gives it back. Throws a TutorialError where the folder is taken or cannot be written to.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, FILE_NAME);
  try {
    await makeFolder(folder);
    for (;;) {
      if (await takeLock(file, `${process.pid}\n`)) {
        held.add(file);
        return async () => {
          await rm(file, { force: true });
          held.delete(file);
        };
      }
      const owner = (await readRegularFile(file, LIMIT)) ?? '';
      if (lives(Number(owner), file)) throw taken(folder, file, owner.trim());
      await removeStaleLock(file, owner, LIMIT);
    }
  } catch (cause) {
    if (cause instanceof TutorialError) throw cause;
    throw new TutorialError('part-unreachable', `The data folder ${folder} cannot be used.`, {
      why: (cause as Error).message,
      next: 'Name another one with --data-folder.',
      cause,
    });
  }
}

/** In a container every start may have the same pid: a lock of ours that we do not hold is a dead one's. */
function lives(pid: number, file: string): boolean {
  return pid === process.pid ? held.has(file) : isRunning(pid);
}

function taken(folder: string, file: string, owner: string): TutorialError {
  return new TutorialError('part-unreachable', `The data folder ${folder} is taken by process ${owner}.`, {
    why: 'Two stack servers on one folder would overwrite each other’s registry.',
    next: `End that process, or name another folder with --data-folder. If it is no stack server, delete ${file}.`,
  });
}
