import { TutorialError } from '../../../../src/errors.ts';
import { sessionEventSchema } from '../../../../src/lesson/events.ts';
import { OwedVerdict } from '../../../../src/presenters/owed-verdict.ts';

const FAULT = new TutorialError('fault', 'It broke at \u001b[2J.', {
  why: 'of eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln',
});

test('a verdict that was asked for is told once, as an event, redacted', () => {
  const verdict = new OwedVerdict();
  verdict.owe();
  const line = verdict.lineFor(FAULT);
  expect(line).toMatch(/^\{.*\}\n$/);
  expect(sessionEventSchema.parse(JSON.parse(line))).toMatchObject({ outcome: 'fault', exitCode: 1, proved: 0, of: 0 });
  expect(line).not.toContain('\u001b');
  expect(line).not.toContain('c2ln');
  expect(verdict.lineFor(FAULT)).toBe('');
});

test('none is owed that nobody asked for, or that the session has told', () => {
  const verdict = new OwedVerdict();
  expect(verdict.lineFor(FAULT)).toBe('');
  verdict.owe();
  verdict.told();
  expect(verdict.lineFor(FAULT)).toBe('');
});
