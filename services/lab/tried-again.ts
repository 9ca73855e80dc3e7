import { setTimeout as sleep } from 'node:timers/promises';
import { type FailureKind, TutorialError } from '../../src/errors.ts';
import type { WorkProgress } from '../part/part.ts';

/** What may come out otherwise the next time: nobody answered, a pull broke off, somebody else had the port. */
const PASSING: readonly FailureKind[] = ['part-unreachable', 'prerequisite-missing'];
/** Milliseconds before the second try; twice as long before each one after that, up to the longest. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** How often something is tried again, and who hears of it. */
export interface Persistence {
  /** After the first try. */
  readonly retries: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: WorkProgress) => void;
  /** Hears each time why, and which time it is, from 1. */
  readonly onRetry: (why: TutorialError, retry: number) => void;
  readonly pauseMs?: number;
}

/** Starts something and, where it does not start, does so again, after a pause. Each time is told. Rejects as the last try does, or with the reason of the signal. */
export async function triedAgain<T>(
  start: () => Promise<T>,
  { retries, signal, onProgress, onRetry, pauseMs = FIRST_PAUSE_MS }: Persistence,
): Promise<T> {
  for (let retry = 1; ; retry += 1) {
    try {
      return await start();
    } catch (error) {
      signal.throwIfAborted();
      if (retry > retries || !(error instanceof TutorialError) || !PASSING.includes(error.kind)) throw error;
      onRetry(error, retry);
      onProgress({ text: `${error.message} It is started again (${retry} of ${retries}).` });
      const pause = Math.min(pauseMs * 2 ** (retry - 1), LONGEST_PAUSE_MS);
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}
