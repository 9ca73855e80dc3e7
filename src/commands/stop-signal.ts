import { TutorialError } from '../errors.ts';

/** A signal that ends with the user's interrupt or when the time is up; its reason is a TutorialError, the interrupt's own where it has one. */
export function stopSignal(
  interrupt: AbortSignal,
  timeoutMs: number | undefined,
): { signal: AbortSignal; clear: () => void } {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(interruption(interrupt));
  if (interrupt.aborted) onInterrupt();
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          const error = new TutorialError('timed-out', `Not finished after ${timeoutMs / 1000} s.`, {
            next: 'Give it more time with --timeout, e.g. --timeout 5m.',
          });
          stop.abort(error);
        }, timeoutMs);
  return {
    signal: stop.signal,
    clear: () => {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', onInterrupt);
    },
  };
}

/** Why the program was asked to end, as an error. */
export function interruption({ reason }: AbortSignal): TutorialError {
  return reason instanceof TutorialError ? reason : new TutorialError('interrupted', 'Interrupted.');
}
