import { wire } from '../../services/wire/http.ts';
import { TutorialError } from '../errors.ts';

/** The end of a run: from outside, or by its time. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Lets it take so long, counted from its beginning. */
  readonly allow: (timeoutMs: number) => void;
  /** Milliseconds until the time is up; Infinity where there is no limit. */
  readonly left: () => number;
  readonly clear: () => void;
}

/** A signal that ends with the user's interrupt or when the time is up; its reason is a TutorialError, the interrupt's own where it has one. */
export function stopSignal(interrupt: AbortSignal, timeoutMs: number | undefined): Stop {
  const startedAt = performance.now();
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(interruption(interrupt));
  if (interrupt.aborted) onInterrupt();
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let limit = Number.POSITIVE_INFINITY;
  const allow = (ms: number) => {
    if (over) return;
    clearTimeout(timer);
    limit = ms;
    // No request gives up before the run does.
    wire.waitAsLongAs(ms);
    const timeUp = new TutorialError('timed-out', `Not finished after ${ms / 1000} s.`, {
      next: `Give it more time with --timeout, e.g. --timeout ${Math.ceil((2 * ms) / 60_000)}m.`,
    });
    timer = setTimeout(() => stop.abort(timeUp), ms - (performance.now() - startedAt));
  };
  if (timeoutMs !== undefined) allow(timeoutMs);
  return {
    signal: stop.signal,
    allow,
    left: () => (stop.signal.aborted ? 0 : limit - (performance.now() - startedAt)),
    clear: () => {
      over = true;
      clearTimeout(timer);
      interrupt.removeEventListener('abort', onInterrupt);
    },
  };
}

/** Why the program was asked to end, as an error. */
export function interruption({ reason }: AbortSignal): TutorialError {
  return reason instanceof TutorialError ? reason : new TutorialError('interrupted', 'Interrupted.');
}
