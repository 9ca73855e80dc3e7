import { type HttpAnswer, wire } from '../services/wire/http.ts';
import { NoAnswer } from '../services/wire/no-answer.ts';
import { TutorialError } from '../src/errors.ts';

/** A GET of something in the lab. Throws a TutorialError of kind part-unreachable where nothing answers. */
export async function look(url: string, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    return await wire.send(new URL(url), { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new TutorialError('part-unreachable', `Nothing answers at ${url}.`, {
      ...(cause instanceof NoAnswer && { why: cause.why }),
      next:
        cause instanceof NoAnswer && cause.stage === 'timeout'
          ? 'It hangs. Run its step again, which starts anew what is ours; what you started yourself, end first.'
          : 'Start it, or run its step again.',
      cause,
    });
  }
}
