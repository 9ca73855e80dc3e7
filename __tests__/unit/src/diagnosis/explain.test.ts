import { explain } from '../../../../src/diagnosis/explain.ts';
import { asTutorialError, TutorialError } from '../../../../src/errors.ts';

/** As Docker words it (docker/docs#13140). */
const PORT_TAKEN =
  'driver failed programming external connectivity: Bind for 0.0.0.0:8080 failed: port is already allocated';

test('a known raw error that nobody foresaw is no fault of ours', () => {
  const error = explain(asTutorialError(new Error(PORT_TAKEN)));
  expect(error).toMatchObject({ kind: 'part-unreachable', message: PORT_TAKEN });
  expect(error.why).not.toMatch(/fault of tutorial-tui/);
  expect(error.next).toBeTruthy();
});

test('what an error says of itself stays', () => {
  const error = new TutorialError('part-unreachable', PORT_TAKEN, { why: 'Mine.', next: 'Do this.' });
  expect(explain(error)).toBe(error);
  expect(explain(new TutorialError('login-refused', PORT_TAKEN, { why: 'Mine.' }))).toMatchObject({
    kind: 'login-refused',
    why: 'Mine.',
    next: expect.any(String),
  });
});

test('an unknown one stays what it is', () => {
  expect(explain(asTutorialError(new Error('x is not a function'))).kind).toBe('fault');
});
