import type { Happening } from '../../../../src/lesson/events.ts';
import { needsWords, planSteps, unmetBy } from '../../../../src/lesson/plan.ts';
import { BEFORE_3A, fold, STARTED } from '../../../components/fixture.ts';
import { LESSON, STEP_IDS } from '../../../lesson.ts';

const shown = (choice: Parameters<typeof planSteps>[1]) =>
  planSteps(LESSON, choice)
    .map(({ id, purpose }) => (purpose === 'prove' ? id : `(${id})`))
    .join(' ');

test('without a choice, every step is proved', () => {
  expect(planSteps(LESSON, {}).map(({ id }) => id)).toEqual([...STEP_IDS]);
});

test.each([
  [{ only: ['0'] }, '0'],
  [{ only: ['1b'] }, '(1a) 1b'],
  [{ only: ['3b', '3a'] }, '(1a) (1b) (1c) (2a) (2b) 3a 3b'],
  [{ only: ['3b'] }, '(1a) (1b) (1c) (2a) (2b) 3b'],
  [{ only: [] }, ''],
  [{ from: '2b' }, '(1a) (1b) (1c) (2a) 2b 3a 3b 4'],
  [{ only: ['4'] }, '(1a) (1b) (1c) (2a) (2b) (3a) (3b) 4'],
])('%j runs %s; what is in brackets is stood on', (choice, steps) => {
  expect(shown(choice)).toBe(steps);
});

describe('what a step stands on, and is not up', () => {
  test('is every step before it that changes something', () => {
    expect(unmetBy(LESSON, fold([STARTED]), '3b')).toEqual(['1a', '1b', '1c', '2a', '2b']);
    expect(unmetBy(LESSON, fold(BEFORE_3A), '4')).toEqual(['3a', '3b']);
    expect(unmetBy(LESSON, fold([STARTED]), '1a')).toEqual([]);
    expect(unmetBy(LESSON, fold(BEFORE_3A), '3a')).toEqual([]);
  });

  test('is a step that failed or was left out, and one whose part has ended', () => {
    const failed: Happening = { type: 'step-ended', step: '1b', status: 'failed', proved: '', tookMs: 1 };
    const skipped: Happening = { type: 'step-ended', step: '2b', status: 'skipped', proved: '', tookMs: 1 };
    const ended: Happening = { type: 'part', state: { part: 'mcp', status: 'failed' } };
    expect(unmetBy(LESSON, fold([...BEFORE_3A, failed, skipped, ended]), '3a')).toEqual(['1b', '1c', '2b']);
  });

  test.each([
    [['1a', '1b', '1c', '2a', '2b'], '3b needs 1a to 2b first, which are not up.'],
    [['1b'], '3b needs 1b first, which is not up.'],
    [['1a', '1b', '2a'], '3b needs 1a, 1b, 2a first, which are not up.'],
  ] as const)('is named: %j', (unmet, words) => {
    expect(needsWords(LESSON, '3b', unmet)).toBe(words);
  });
});
