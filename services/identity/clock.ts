import type { FindingState } from '../../src/evidence/finding.ts';

/** Verifiers commonly allow 30 to 60 s; the tool server of the lesson allows none. */
const TOLERATED_SECONDS = 5;

/** What a skew means to the lesson. */
export function judgeSkew(seconds: number | undefined): { state: FindingState; saw: string } {
  if (seconds === undefined) return { state: 'unknown', saw: 'it does not tell its time' };
  if (Math.abs(seconds) <= TOLERATED_SECONDS) return { state: 'present', saw: 'the same time here and there' };
  const which = seconds > 0 ? 'ahead of' : 'behind';
  const effect =
    seconds > 0 ? 'its tokens look as if they were used before they were issued' : 'its tokens expire early';
  return { state: 'different', saw: `its clock is ${Math.abs(seconds)} s ${which} this machine's: ${effect}` };
}
