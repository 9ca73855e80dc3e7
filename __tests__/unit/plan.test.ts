import type { Happening } from '../../src/lesson/events.ts';
import { needsWords, planSteps, unmetBy } from '../../src/lesson/plan.ts';
import { STEP_IDS } from '../../src/lesson/step-ids.ts';
import { BEFORE_3A, fold, STARTED } from '../components/fixture.ts';

const shown = (choice: Parameters<typeof planSteps>[0]) =>
  planSteps(choice)
    .map(({ id, purpose }) => (purpose === 'prove' ? id : `(${id})`))
    .join(' ');

test('without a choice, every step is proved', () => {
  expect(planSteps({}).map(({ id }) => id)).toEqual([...STEP_IDS]);
});

test.each([
  [{ only: ['0'] as const }, '0'],
  [{ only: ['1b'] as const }, '(1a) 1b'],
  [{ only: ['3b', '3a'] as const }, '(1a) (1b) (1c) (2a) (2b) 3a 3b'],
  [{ from: '2b' as const }, '(1a) (1b) (1c) (2a) 2b 3a 3b 4'],
  [{ only: ['4'] as const }, '(1a) (1b) (1c) (2a) (2b) (3a) (3b) 4'],
])('%j runs %s; what is in brackets is stood on', (choice, steps) => {
  expect(shown(choice)).toBe(steps);
});

describe('what a step stands on, and is not up', () => {
  test('is every step before it that changes something', () => {
    expect(unmetBy(fold([STARTED]), '3b')).toEqual(['1a', '1b', '1c', '2a', '2b']);
    expect(unmetBy(fold(BEFORE_3A), '4')).toEqual(['3a', '3b']);
    expect(unmetBy(fold([STARTED]), '1a')).toEqual([]);
    expect(unmetBy(fold(BEFORE_3A), '3a')).toEqual([]);
  });

  test('is a step that failed or was left out, and one whose part has ended', () => {
    const failed: Happening = { type: 'step-ended', step: '1b', status: 'failed', proved: '', tookMs: 1 };
    const skipped: Happening = { type: 'step-ended', step: '2b', status: 'skipped', proved: '', tookMs: 1 };
    const ended: Happening = { type: 'part', state: { part: 'mcp', status: 'failed' } };
    expect(unmetBy(fold([...BEFORE_3A, failed, skipped, ended]), '3a')).toEqual(['1b', '1c', '2b']);
  });

  test.each([
    [['1a', '1b', '1c', '2a', '2b'], '3b needs 1a to 2b first, which are not up.'],
    [['1b'], '3b needs 1b first, which is not up.'],
    [['1a', '1b', '2a'], '3b needs 1a, 1b, 2a first, which are not up.'],
  ] as const)('is named: %j', (unmet, words) => {
    expect(needsWords('3b', unmet)).toBe(words);
  });
});
