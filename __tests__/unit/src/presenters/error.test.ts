import { TutorialError } from '../../../../src/errors.ts';
import { describeError } from '../../../../src/presenters/error.ts';

const TOKEN = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';

test('no secret that somebody put into an error is told, in whatever part of it, stack and all', () => {
  const cause = new Error(`it said password=hunter2 and ${TOKEN}`);
  const error = new TutorialError('fault', `It refused ${TOKEN}.`, {
    why: `password=hunter2 was sent`,
    next: `Try ${TOKEN}.`,
    cause,
  });
  const text = describeError(error, { log: `/tmp/${TOKEN}`, verbose: true });
  expect(text).toMatch(/^error: It refused eyJ\.\.\..*\n {2}why {3}password=\*\*\*/);
  expect(text).toMatch(/\n +at /);
  expect(text).not.toMatch(/c2lnbmF0dXJl|hunter2/);
});

test('the stack is told where it was asked for', () => {
  const error = new TutorialError('fault', 'It broke.', { cause: new Error('inside') });
  expect(describeError(error)).toBe('error: It broke.\n');
  expect(describeError(error, { verbose: true })).toMatch(/^error: It broke\.\nError: inside\n +at /);
});
