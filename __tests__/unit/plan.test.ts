import { planSteps } from '../../src/lesson/plan.ts';
import { STEP_IDS } from '../../src/lesson/step-ids.ts';

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
