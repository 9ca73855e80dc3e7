import { TutorialError } from '../errors.ts';

/** A signal that ends with the user's interrupt or when the time is up; its reason is a TutorialError. */
export function stopSignal(
  interrupt: AbortSignal,
  timeoutMs: number | undefined,
): { signal: AbortSignal; clear: () => void } {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(new TutorialError('interrupted', 'Interrupted.'));
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
