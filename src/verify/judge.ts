import type { Heard } from './heard.ts';
import type { CallRow } from './row.ts';

/** What a row came to. */
export type RowVerdict = 'passed' | 'failed' | 'wrongly-accepted' | 'not-tried' | 'not-seen';

/** A verdict with its reason and what to do, where there is one to tell. */
export interface Judgement {
  readonly verdict: RowVerdict;
  readonly why?: string;
  readonly next?: string;
  /** Whether it failed because nobody answered. */
  readonly unreachable?: true;
}

/** What was heard at one door of its calls, by the ids of their rows. */
export type HeardAtDoor = ReadonlyMap<string, Heard>;

/**
 * What a call came to. Pure. `door` is all that was heard at the same door: a refusal says something only where the right token passes. `forgiven` says
 * why an acceptance would prove nothing.
 */
export function judgeCall(row: CallRow, heard: Heard, door: HeardAtDoor, forgiven?: string): Judgement {
  const { outcome, is = '', next = row.next } = heard;
  if (outcome === 'none') return { verdict: 'failed', why: is, next, unreachable: true };
  if (outcome === 'odd') return { verdict: 'failed', why: is, next };
  if (row.wants === 'passes') {
    if (outcome === 'accepted' && heard.unexpected)
      return { verdict: 'failed', why: 'the answer is another than was expected', next };
    if (outcome === 'accepted') return { verdict: 'passed' };
    const lost = lostOnTheWay(heard, door);
    return lost ?? { verdict: 'failed', why: 'the right token is refused', next };
  }
  if (outcome === 'accepted' && forgiven !== undefined)
    return { verdict: 'not-seen', why: `it was taken; ${forgiven}` };
  if (outcome === 'accepted') return { verdict: 'wrongly-accepted', next };
  if (door.get('right')?.outcome === 'accepted') return { verdict: 'passed' };
  return {
    verdict: 'not-seen',
    why: 'the right token does not pass there either, so that this refusal proves nothing',
  };
}

/** A right token that is answered as none is: without an error code in its challenge, which says that no credential came (RFC 6750, section 3.1). */
function lostOnTheWay(right: Heard, door: HeardAtDoor): Judgement | undefined {
  const none = door.get('none');
  if (none?.outcome !== 'refused' || none.status !== right.status || none.said !== right.said) return undefined;
  const alike = 'the right token is answered as no token is';
  const next = 'See that every proxy before it passes the Authorization header on.';
  const isTold = right.challenge !== undefined && !/\berror\s*=/i.test(right.challenge);
  return isTold || /\b(?:missing|no|without|required)\b/i.test(right.said)
    ? { verdict: 'failed', why: `${alike}: the credential does not arrive, something on the way strips it`, next }
    : { verdict: 'failed', why: `${alike}: the credential may not arrive there`, next };
}
