import { withDeadline } from '../services/deadline.ts';
import { TutorialError } from '../src/errors.ts';

const LOOK_MS = 5_000;

/** A GET of something in the lab. Throws a TutorialError of kind part-unreachable where nothing answers. */
export async function look(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await withDeadline(LOOK_MS, signal, async (during) => {
      const response = await fetch(url, { signal: during });
      await response.arrayBuffer();
      return response;
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new TutorialError('part-unreachable', `Nothing answers at ${url}.`, {
      next: 'Start it, or run its step again.',
      cause,
    });
  }
}
