import { endThings, reportOnly } from '../../../../src/down/down.ts';
import { downReportSchema } from '../../../../src/down/report.ts';
import { KINDS, type Thing, type ThingKind } from '../../../../src/down/thing.ts';

const thing = (kind: ThingKind, end?: Thing['end'], byHand?: string): Thing => ({
  kind,
  id: `${kind}-1`,
  what: `the ${kind}`,
  because: 'it is there',
  ...(end && { end }),
  ...(byHand && { byHand }),
});
const quiet = () => {};
const { signal: NEVER } = new AbortController();
const end = (
  things: readonly Thing[],
  { patienceMs = 60_000, signal = NEVER, onEnd = quiet as (told: unknown) => void } = {},
) => endThings({ things, notes: ['a note'] }, { patienceMs, signal, onEnd });
const hangs = () => new Promise<void>(() => {});
const fails = () => Promise.reject(new Error('it is busy'));

test('who holds something is ended before what is held, whatever the order in which it was found', async () => {
  const ended: string[] = [];
  const things = [...KINDS].reverse().map((kind) => thing(kind, async () => void ended.push(kind)));
  const report = await end(things);
  expect(ended).toEqual(['lab', 'run', 'process', 'container', 'data', 'file']);
  expect(report).toMatchObject({ dryRun: false, notes: ['a note'], exitCode: 0 });
  expect(report.things.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(ended.map((kind) => `${kind} ended`));
  expect(downReportSchema.parse(report)).toEqual(report);
});

test('what is left is told and not touched, and what stays says why, and how it is ended by hand', async () => {
  const told: unknown[] = [];
  const things = [thing('run'), thing('container', fails, 'docker rm -f x'), thing('file', async () => {})];
  const report = await end(things, { onEnd: (each) => told.push(each) });
  expect(report.things).toMatchObject([
    { kind: 'run', outcome: 'left' },
    { kind: 'container', outcome: 'stays', why: 'it is busy', byHand: 'docker rm -f x' },
    { kind: 'file', outcome: 'ended' },
  ]);
  expect(told).toEqual(report.things.slice(1));
  expect(report.exitCode).toBe(5);
});

test.each([
  ['cannot be ended, then one that is late', [thing('lab', fails), thing('file', hangs)]],
  ['is late, then one that cannot be ended', [thing('lab', hangs), thing('file', fails)]],
])('of one that %s, the exit code is that of the late one', async (_, things) => {
  expect((await end(things, { patienceMs: 20 })).exitCode).toBe(124);
});

test('whoever interrupts it hears of nothing but that', async () => {
  const stop = new AbortController();
  const ending = end([thing('lab', hangs), thing('file', fails)], { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(ending).rejects.toThrow('enough');
});

test('where nothing is ended, it is said what would be', () => {
  const report = reportOnly({ things: [thing('lab', fails), thing('run')], notes: [] });
  expect(report).toMatchObject({ dryRun: true, exitCode: 0, things: [{ outcome: 'would-end' }, { outcome: 'left' }] });
});
