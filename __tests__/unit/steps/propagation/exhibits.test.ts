import type { Happening } from '../../../../src/lesson/events.ts';
import type { SessionState } from '../../../../src/lesson/state.ts';
import { propagation } from '../../../../steps/propagation/index.ts';
import {
  AFTER_3A,
  AFTER_3B,
  AFTER_ALL,
  BEFORE_3A,
  callHops,
  fold,
  REFUSED,
  STARTED,
} from '../../../components/fixture.ts';

const shownBy = (id: string, state: SessionState) =>
  propagation.steps.find((step) => step.id === id)?.exhibits?.(state) ?? [];
const kindsOf = (id: string, happened: readonly Happening[]) => shownBy(id, fold(happened)).map(({ kind }) => kind);
const ofChapter = (happened: readonly Happening[]) => propagation.exhibits?.(fold(happened)) ?? [];

const FOUND: Happening = {
  type: 'findings',
  step: '1a',
  findings: [{ id: 'realm', title: 'Realm', state: 'present', saw: '', byHand: '', repairable: true }],
};
const began = (step: string): Happening => ({ type: 'step-started', step, purpose: 'prove' });
const failed = (step: string): Happening => ({ type: 'step-ended', step, status: 'failed', proved: '', tookMs: 1 });

test('before anything happened there is nothing to see', () => {
  expect(propagation.steps.flatMap(({ id }) => kindsOf(id, [STARTED]))).toEqual([]);
  expect(ofChapter([STARTED])).toEqual([]);
});

test('each step shows what it is about, and the others nothing', () => {
  const shown = propagation.steps.map(({ id }) => [id, kindsOf(id, [...AFTER_ALL, FOUND])]);
  expect(Object.fromEntries(shown.filter(([, kinds]) => kinds?.length))).toEqual({
    '1a': ['exchange', 'token', 'findings'],
    '1b': ['exchange', 'exchange'],
    '1c': ['exchange'],
    '2b': ['exchange', 'exchange'],
    '3a': ['call'],
    '3b': ['call'],
    '4': ['columns'],
  });
});

test('a call is there from the moment in which it is made, with no hop yet', () => {
  expect(shownBy('3a', fold([...BEFORE_3A, began('3a')]))).toMatchObject([{ kind: 'call', call: { hops: [] } }]);
  expect(shownBy('3a', fold(AFTER_3A))).toMatchObject([
    { call: { hops: [{ to: 'stack' }, { to: 'mcp' }, { to: 'tool' }], log: [{}, {}] }, earlier: undefined },
  ]);
  expect(shownBy('3a', fold(AFTER_3A))).toMatchObject([{ result: expect.stringMatching(/^error_code 1, Error/) }]);
});

test('where the newest try made none, the one from before is told of, and not shown', () => {
  const [exhibit] = shownBy('3a', fold([...AFTER_3A, began('3a'), failed('3a')]));
  expect(exhibit).toMatchObject({ call: { hops: [] }, earlier: expect.stringContaining('it says nothing about now') });
});

test('the comparison is at hand once both calls are proved; its own step shows it when it is done', () => {
  expect(ofChapter(AFTER_3A).map(({ kind }) => kind)).toEqual(['call']);
  expect(ofChapter(AFTER_3B).map(({ kind, concludes }) => [kind, concludes])).toEqual([
    ['call', undefined],
    ['columns', true],
  ]);
  expect(kindsOf('4', AFTER_3B)).toEqual([]);
});

test('from each step the newest call can be seen, whoever made it', () => {
  const byHand = callHops({ ...REFUSED, trace: 'e'.repeat(32) });
  expect(ofChapter([...AFTER_3B, ...byHand])[0]).toMatchObject({ call: { traceId: 'e'.repeat(32) } });
});
