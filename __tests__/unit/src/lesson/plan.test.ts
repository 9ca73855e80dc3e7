import { stepsOf } from '../../../../src/lesson/chapter.ts';
import type { Happening, SessionEvent } from '../../../../src/lesson/events.ts';
import { lostWords, needsWords, planSteps, unmetBy } from '../../../../src/lesson/plan.ts';
import { Session } from '../../../../src/lesson/session.ts';
import { reduce } from '../../../../src/lesson/state.ts';
import { closedHouse, DOORS } from './doors.ts';

const STEPS = stepsOf(DOORS);

const shown = (choice: Parameters<typeof planSteps>[1]) =>
  planSteps(STEPS, choice)
    .map(({ id, purpose }) => (purpose === 'prove' ? id : `(${id})`))
    .join(' ');

test.each([
  [{}, 'bell key hall parlour gate arbour'],
  [{ only: ['bell'] }, 'bell'],
  [{ only: ['hall'] }, '(key) hall'],
  [{ only: ['parlour', 'hall'] }, '(key) hall parlour'],
  [{ only: ['parlour'] }, '(key) (hall) parlour'],
  [{ only: [] }, ''],
  [{ only: ['cellar'] }, ''],
  [{ from: 'cellar' }, ''],
  [{ from: 'hall' }, '(key) hall parlour gate arbour'],
])('%j runs %s; what is in brackets is stood on', (choice, steps) => {
  expect(shown(choice)).toBe(steps);
});

test.each([
  [{ only: ['gate'] }, '(key) gate'],
  [{ only: ['arbour'] }, '(key) (hall) (parlour) (gate) arbour'],
  [{ only: ['arbour', 'hall'] }, '(key) hall (parlour) (gate) arbour'],
  [{ from: 'gate' }, '(key) (hall) (parlour) gate arbour'],
])('over chapters, %j runs %s', (choice, steps) => {
  expect(shown(choice)).toBe(steps);
});

describe('what a step stands on, and is not up', () => {
  const started = () => {
    const session = new Session({ chapters: DOORS, lab: closedHouse(), onEvent: () => {} });
    session.start({ version: '0', node: '20', parts: ['locksmith'] });
    return session.state;
  };
  const fold = (happenings: readonly Happening[]) =>
    happenings.reduce((state, happening) => reduce(state, { ...happening, at: 1 } as SessionEvent), started());
  const ended = (step: string, status: 'done' | 'failed' | 'skipped'): Happening => ({
    type: 'step-ended',
    step,
    status,
    proved: '',
    tookMs: 1,
  });
  const locksmith = (status: 'ready' | 'failed'): Happening => ({ type: 'part', state: { part: 'locksmith', status } });
  const UP = [locksmith('ready'), ended('key', 'done'), ended('hall', 'done')];

  test('is every step below it, of whichever chapter', () => {
    expect(unmetBy(STEPS, started(), 'arbour')).toEqual(['key', 'hall', 'parlour', 'gate']);
    expect(unmetBy(STEPS, started(), 'gate')).toEqual(['key']);
    expect(unmetBy(STEPS, started(), 'bell')).toEqual([]);
    expect(unmetBy(STEPS, fold(UP), 'parlour')).toEqual([]);
    expect(unmetBy(STEPS, fold(UP), 'arbour')).toEqual(['parlour', 'gate']);
  });

  test('is a step that failed or was left out, and one whose part has ended', () => {
    expect(unmetBy(STEPS, fold([...UP, ended('hall', 'failed')]), 'parlour')).toEqual(['hall']);
    expect(unmetBy(STEPS, fold([...UP, ended('hall', 'skipped')]), 'parlour')).toEqual(['hall']);
    expect(unmetBy(STEPS, fold([...UP, locksmith('failed')]), 'parlour')).toEqual(['key']);
  });

  test.each([
    [['key', 'hall', 'parlour', 'gate'], 'arbour needs key to gate first, which are not up.'],
    [['key'], 'arbour needs key first, which is not up.'],
    [['key', 'hall', 'gate'], 'arbour needs key, hall, gate first, which are not up.'],
    [['hall', 'gate'], 'arbour needs hall, gate first, which are not done in this run.'],
    [['hall'], 'arbour needs hall first, which is not done in this run.'],
  ] as const)('is named: %j', (unmet, words) => {
    expect(needsWords(STEPS, started(), 'arbour', unmet)).toBe(words);
  });

  test('is not called down where its part runs, as one may for another step', () => {
    const state = fold([locksmith('ready')]);
    expect(needsWords(STEPS, state, 'parlour', ['key'])).toBe(
      'parlour needs key first, which is not done in this run.',
    );
  });

  test('is called what it is: reset by the learner, or not up any more', () => {
    const reset = fold([...UP, { type: 'step-reset', step: 'key' }]);
    expect(needsWords(STEPS, reset, 'parlour', ['key'])).toBe('parlour needs key first, which was reset.');
    expect(lostWords(STEPS, reset, 'parlour', ['key'])).toBe('parlour stands on key, which was reset.');
    expect(lostWords(STEPS, reset, 'arbour', ['key', 'hall'])).toBe(
      'arbour stands on key, hall, which are not done any more.',
    );
    const gone = fold([...UP, locksmith('failed')]);
    expect(lostWords(STEPS, gone, 'parlour', ['key'])).toBe('parlour stands on key, which is not up any more.');
    expect(needsWords(STEPS, gone, 'parlour', ['key'])).toBe('parlour needs key first, which is not up.');
    const both = fold([...UP, { type: 'step-reset', step: 'key' }, { type: 'step-reset', step: 'hall' }]);
    expect(needsWords(STEPS, both, 'parlour', ['key', 'hall'])).toBe(
      'parlour needs key, hall first, which were reset.',
    );
  });
});
