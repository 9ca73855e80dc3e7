import { setTimeout as sleep } from 'node:timers/promises';
import { isSurelyAlive, type ProcessMark } from './process-mark.ts';

/** Nobody tells of the end of a process that is not one's own child. */
const LOOK_EVERY_MS = 50;

/**
 * Asks a process to end, by SIGTERM, and waits until it has; only where it is certain that it is this very one. One that was suspended is woken: it
 * could not hear it. Rejects with the reason of the signal where it has not ended by then.
 */
export async function endProcess(mark: ProcessMark, signal: AbortSignal): Promise<void> {
  send(mark, 'SIGTERM');
  send(mark, 'SIGCONT');
  await endOfProcess(mark, signal);
}

/** Waits until it has ended. Rejects as `endProcess` does. */
export async function endOfProcess(mark: ProcessMark, signal: AbortSignal): Promise<void> {
  while (isSurelyAlive(mark)) await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Ends a process at once, where it is certain that it is this very one. */
export function killProcess(mark: ProcessMark): void {
  send(mark, 'SIGKILL');
}

function send(mark: ProcessMark, signal: NodeJS.Signals): void {
  if (!isSurelyAlive(mark)) return;
  try {
    process.kill(mark.pid, signal);
  } catch (error) {
    // It has ended this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
