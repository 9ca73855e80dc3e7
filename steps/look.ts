import { type HttpAnswer, wire } from '../services/wire/http.ts';
import { NoAnswer } from '../services/wire/no-answer.ts';
import { TutorialError } from '../src/errors.ts';

/** A GET of something in the lab. Throws a TutorialError of kind part-unreachable where nothing answers. */
export async function look(url: string, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    return await wire.send(new URL(url), { signal });
  } catch (cause) {
    throw nothingAnswers(url, cause, signal);
  }
}

/** What a request that was not answered comes to: a TutorialError of kind part-unreachable. Throws the reason of the signal where that was it. */
export function nothingAnswers(url: string, cause: unknown, signal: AbortSignal): TutorialError {
  signal.throwIfAborted();
  return new TutorialError('part-unreachable', `Nothing answers at ${url}.`, {
    ...(cause instanceof NoAnswer && { why: cause.why }),
    next:
      cause instanceof NoAnswer && cause.stage === 'timeout'
        ? 'It hangs. Run its step again, which starts anew what is ours; what you started yourself, end first.'
        : 'Start it, or run its step again.',
    cause,
  });
}
