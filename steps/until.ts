import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 5;

/** Waits until something is so, for so many milliseconds at most: what a part tells comes a little after its answer. Throws the reason of the signal. */
export async function until(isSo: () => boolean, patienceMs: number, signal: AbortSignal): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!isSo() && Date.now() < end) await sleep(LOOK_EVERY_MS, undefined, { signal });
}
