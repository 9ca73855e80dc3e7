import { rateLimit } from '../wire/rate-limit.ts';

/** Calls a second that are traced unasked: more than a person makes by hand, and few beside what a load test does. */
const PER_SECOND = 20;

/**
 * Gives a function that says of a call which brings no traceparent whether to trace it. A lab's parts do, so that what is called by hand, or by a
 * server that passes none on, is seen; but only so many a second, so that load does not drown the lab in evidence.
 */
export function unaskedTraces(): () => boolean {
  return rateLimit(PER_SECOND);
}
