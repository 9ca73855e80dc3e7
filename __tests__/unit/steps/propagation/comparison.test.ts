import type { Happening } from '../../../../src/lesson/events.ts';
import type { SessionState } from '../../../../src/lesson/state.ts';
import { comparison } from '../../../../steps/propagation/comparison.ts';
import {
  ANSWERED,
  type CallFixture,
  callHops,
  callLog,
  fold,
  ISSUER,
  proved,
  REFUSED,
  SHOWN_TOKEN,
  STARTED,
} from '../../../components/fixture.ts';

const made = (step: string, call: CallFixture): Happening[] => [
  ...callHops(call),
  ...callLog(call),
  ...proved(step, call, call.text),
];
/** What both sides of a row say. */
const sidesOf = (state: SessionState, label: string) =>
  comparison(state)[0]?.rows.find((row) => row.label === label)?.sides;

const BOTH = [STARTED, ...made('3a', REFUSED), ...made('3b', ANSWERED)];

test('it stands once both calls are proved, and while both are', () => {
  expect(comparison(fold([STARTED, ...made('3a', REFUSED)]))).toEqual([]);
  expect(comparison(fold(BOTH))).toHaveLength(1);
  expect(comparison(fold([...BOTH, { type: 'step-started', step: '3b', purpose: 'prove' }]))).toEqual([]);
});

test('it is of the calls that proved the steps: one that somebody makes afterwards changes nothing', () => {
  const later = callHops({ ...REFUSED, trace: 'd'.repeat(32), content: 'later' });
  const state = fold([...BOTH, ...later]);
  expect(comparison(state)[0]?.rows.map(({ label }) => label)).toEqual([
    'request',
    'way',
    'api_key',
    'checks',
    'answers',
    'tool log',
    'result',
    'claims',
  ]);
  expect(sidesOf(state, 'result')).toEqual([
    ['error_code 1', REFUSED.content],
    ['error_code 0', 'Hello, world!'],
  ]);
  expect(sidesOf(state, 'tool log')).toEqual([REFUSED.log, ANSWERED.log]);
});

test('a tool that keeps its log to itself leaves no empty row', () => {
  const state = fold(BOTH.filter(({ type }) => type !== 'log'));
  expect(sidesOf(state, 'tool log')).toEqual([['(none told)'], ['(none told)']]);
});

test('what made the difference is who signed the token, and for whom', () => {
  expect(comparison(fold(BOTH))[0]?.conclusion).toEqual({
    label: 'what made the difference',
    text: `a signature by ${ISSUER} and aud my-external-tool`,
  });
});

test('it shows what a refused token said, and why it was refused', () => {
  const expired: CallFixture = {
    ...REFUSED,
    credential: 'eyJ...',
    token: { ...SHOWN_TOKEN, claims: { ...SHOWN_TOKEN.claims, sub: 'of-yesterday' } },
    text: 'token is expired',
  };
  const [refused, answered] = sidesOf(fold([STARTED, ...made('3a', expired), ...made('3b', ANSWERED)]), 'claims') ?? [];
  expect(refused).toContain('sub of-yesterday');
  expect(refused).toContain('refused: token is expired');
  expect(answered).toContain(`sub ${SHOWN_TOKEN.claims.sub}`);
});

test('it tells which checks the tool made of each, and the one that stopped it; or that it does not tell', () => {
  const state = fold(BOTH);
  expect(sidesOf(state, 'checks')).toEqual([['(not told)'], ['(not told)']]);
  const checks = [
    { id: 'form', passed: true, saw: 'three parts' },
    { id: 'issuer', passed: true, saw: ISSUER },
    { id: 'audience', passed: false, saw: 'nobody' },
  ];
  const hops = state.hops.map((hop) =>
    hop.traceId === REFUSED.trace && hop.answer ? { ...hop, answer: { ...hop.answer, checks } } : hop,
  );
  expect(sidesOf({ ...state, hops }, 'checks')?.[0]).toEqual(['✓ form, issuer', '✗ audience: nobody']);
});
