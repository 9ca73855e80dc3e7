import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeStaleLock, takeLock } from './lock-file.ts';
import { isAlive, type ProcessMark, processMark, processMarkSchema } from './process-mark.ts';
import { readRegularFile } from './regular-file.ts';

/** A file cannot say when it goes. */
const LOOK_EVERY_MS = 200;
/** Bytes. */
const LIMIT = 4_096;

/** How one waits for one's turn. */
export interface TurnWish {
  readonly signal: AbortSignal;
  /** Told once, where somebody else has it. */
  readonly onWait: (owner: ProcessMark) => void;
}

/**
 * Does something that only one process of this user does at a time: the mark of whoever does it stands in `file`, whose folder has to be there, and
 * counts for nothing once that process is gone. Throws the reason of the signal where the turn did not come, and where the file cannot be written.
 */
export async function inTurn<T>(file: string, { signal, onWait }: TurnWish, act: () => Promise<T>): Promise<T> {
  const own = JSON.stringify(processMark());
  let waited = false;
  while (!(await takeLock(file, own))) {
    const text = await readRegularFile(file, LIMIT);
    if (text === undefined) continue;
    const owner = markIn(text);
    if (!owner || !isAlive(owner)) {
      await removeStaleLock(file, text, LIMIT);
      continue;
    }
    if (!waited) onWait(owner);
    waited = true;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  try {
    return await act();
  } finally {
    await rm(file, { force: true });
  }
}

function markIn(text: string): ProcessMark | undefined {
  try {
    return processMarkSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
