import { PassThrough } from 'node:stream';
import { TutorialError } from '../../../../src/errors.ts';
import { sessionEventSchema } from '../../../../src/lesson/events.ts';
import { INITIAL_STATE } from '../../../../src/lesson/state.ts';
import { failureDocumentSchema } from '../../../../src/presenters/failure-schema.ts';
import { ndjsonPresenter } from '../../../../src/presenters/ndjson.ts';
import { OwedVerdict } from '../../../../src/presenters/owed-verdict.ts';
import { verifyDocumentSchema } from '../../../../src/verify/document.ts';
import { happened, STARTED } from '../../../components/fixture.ts';

const FAULT = new TutorialError('fault', 'It broke at \u001b[2J.', {
  why: 'of eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln',
});

test.each([
  ['event', (value: unknown) => sessionEventSchema.parse(value)],
  ['failure', (value: unknown) => failureDocumentSchema.parse(value)],
  ['verification', (value: unknown) => verifyDocumentSchema.parse(value)],
] as const)('a verdict that was asked for as %s is told once, redacted', (kind, read) => {
  const verdict = new OwedVerdict();
  verdict.owe(kind);
  const line = verdict.lineFor(FAULT);
  expect(line).toMatch(/^\{.*\}\n$/);
  expect(read(JSON.parse(line))).toMatchObject({ outcome: 'fault', exitCode: 1, failure: { kind: 'fault' } });
  expect(line).not.toContain('\u001b');
  expect(line).not.toContain('c2ln');
  expect(verdict.lineFor(FAULT)).toBe('');
});

test('an event says how much was proved, as far as that was counted', () => {
  const counted = (verdict: OwedVerdict) => JSON.parse(verdict.lineFor(FAULT));
  const verdict = new OwedVerdict();
  verdict.owe('event');
  verdict.counted({ proved: 0, of: 9 });
  verdict.counted({ proved: 2, of: 8 });
  expect(counted(verdict)).toMatchObject({ proved: 2, of: 8 });
  const early = new OwedVerdict();
  early.owe('event');
  expect(counted(early)).toMatchObject({ proved: 0, of: 0 });
});

test('none is owed that nobody asked for, or that the session has told', () => {
  const verdict = new OwedVerdict();
  expect(verdict.lineFor(FAULT)).toBe('');
  verdict.owe(undefined);
  expect(verdict.lineFor(FAULT)).toBe('');
  verdict.owe('event');
  verdict.told();
  expect(verdict.lineFor(FAULT)).toBe('');
});

test('a session that tells its events as NDJSON tells its verdict with them', () => {
  const verdict = new OwedVerdict();
  verdict.owe('event');
  const { tell } = ndjsonPresenter({ stdout: new PassThrough(), verdict });
  const events = happened([
    STARTED,
    { type: 'session-ended', outcome: 'proved', exitCode: 0, proved: 1, of: 1, tookMs: 1 },
  ]);
  for (const event of events) tell(event, INITIAL_STATE);
  expect(verdict.lineFor(FAULT)).toBe('');
});
