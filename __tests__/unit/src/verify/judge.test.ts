import type { Heard } from '../../../../src/verify/heard.ts';
import { judgeCall } from '../../../../src/verify/judge.ts';
import { CALLS } from '../../../../src/verify/rows.ts';

const row = (id: string) => CALLS.find((each) => each.id === id) as (typeof CALLS)[number];
const heard = (outcome: Heard['outcome'], more: Partial<Heard> = {}): Heard => ({
  outcome,
  by: 'tool',
  status: '',
  said: '',
  legs: [],
  ...more,
});
const door = (right: Heard, none?: Heard) => new Map([['right', right], ...(none ? [['none', none] as const] : [])]);

const ACCEPTED = heard('accepted', { status: '200' });
const REFUSED = heard('refused', { status: '401', said: 'Unauthorized' });

test('the right token has to pass, and another has to be refused', () => {
  expect(judgeCall(row('right'), ACCEPTED, door(ACCEPTED)).verdict).toBe('passed');
  expect(judgeCall(row('invented'), REFUSED, door(ACCEPTED)).verdict).toBe('passed');
  expect(judgeCall(row('right'), REFUSED, door(REFUSED)).verdict).toBe('failed');
});

test('a wrong acceptance is one, whatever becomes of the right token', () => {
  for (const right of [ACCEPTED, REFUSED, heard('odd')])
    expect(judgeCall(row('none'), ACCEPTED, door(right)).verdict).toBe('wrongly-accepted');
});

test('a refusal proves nothing where the right token is refused as well', () => {
  expect(judgeCall(row('none'), REFUSED, door(REFUSED))).toMatchObject({
    verdict: 'not-seen',
    why: expect.stringContaining('right token'),
  });
});

test('neither a yes nor a no is a failure, and says what it is', () => {
  const page = heard('odd', { is: 'it answers 200 with a login page', next: 'Name the API.' });
  for (const id of ['right', 'none'])
    expect(judgeCall(row(id), page, door(ACCEPTED))).toEqual({
      verdict: 'failed',
      why: 'it answers 200 with a login page',
      next: 'Name the API.',
    });
});

test('where nobody answers, that is what is said of it', () => {
  expect(judgeCall(row('right'), heard('none', { is: 'nobody answers' }), door(ACCEPTED))).toMatchObject({
    verdict: 'failed',
    unreachable: true,
  });
});

describe('a right token that is answered as none is', () => {
  const missing = heard('refused', { status: '401', said: 'Missing Authorization header' });
  const bare = { ...REFUSED, challenge: 'Bearer realm="tool"' };
  const judged = (right: Heard, none: Heard) => judgeCall(row('right'), right, door(right, none)).why;

  test('did not arrive, by what the answer says or by a challenge without an error', () => {
    expect(judged(missing, missing)).toContain('strips it');
    expect(judged(bare, bare)).toContain('strips it');
  });

  test('may not have arrived, where all refusals read alike', () => {
    const invalid = { ...REFUSED, challenge: 'Bearer error="invalid_token"' };
    expect(judged(invalid, invalid)).toContain('may not arrive');
  });

  test('did arrive, where no token is answered otherwise', () => {
    expect(judged(REFUSED, missing)).toBe('the right token is refused');
  });
});

test('an acceptance that would prove nothing is not seen', () => {
  expect(judgeCall(row('expired'), ACCEPTED, door(ACCEPTED), 'it expired a second ago')).toEqual({
    verdict: 'not-seen',
    why: 'it was taken; it expired a second ago',
  });
  expect(judgeCall(row('expired'), REFUSED, door(ACCEPTED), 'it expired a second ago').verdict).toBe('passed');
});

test('the right token has to get what was expected', () => {
  const other = heard('accepted', { unexpected: true });
  expect(judgeCall(row('right'), other, door(other))).toMatchObject({ verdict: 'failed' });
});
