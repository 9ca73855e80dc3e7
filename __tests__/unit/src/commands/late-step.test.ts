import { atStep } from '../../../../src/commands/late-step.ts';
import { TutorialError } from '../../../../src/errors.ts';
import type { StepState } from '../../../../src/lesson/state.ts';
import { fold, STARTED } from '../../../components/fixture.ts';

const [some] = fold([STARTED]).steps;
const step = (progress: string): StepState => ({
  ...(some as StepState),
  id: '1a',
  title: 'Identity provider',
  progress,
});
const late = () => new TutorialError('timed-out', 'Time is up.', { next: 'Give it more.', cause: 'the clock' });

test('where the time was up, it is said at which step, and what that said last', () => {
  expect(atStep(late(), step('pulling layer 3 of 7'))).toMatchObject({
    kind: 'timed-out',
    exitCode: 124,
    message: 'Time is up.',
    why: 'Step 1a, Identity provider, was not done yet. It had said last: pulling layer 3 of 7.',
    next: 'Give it more.',
    cause: 'the clock',
  });
  expect(atStep(late(), step('')).why).toBe('Step 1a, Identity provider, was not done yet.');
});

test('what went wrong otherwise, or has its reason, is told as it is', () => {
  const [refused, known] = [
    new TutorialError('login-refused', 'It said no.'),
    new TutorialError('timed-out', 'It hangs.', { why: 'nobody answered' }),
  ];
  expect(atStep(refused, step('x'))).toBe(refused);
  expect(atStep(known, step('x'))).toBe(known);
});
