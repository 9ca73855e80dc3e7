import { LESSON_TEXT } from '../../../components/fixture.ts';
import { bench, closeBenches } from './guide-bench.ts';

afterEach(closeBenches);

test('one Ctrl-C cancels, a second one in a row ends', async () => {
  const b = await bench().login();
  await b.press('return', 'ctrl-c');
  expect(b.calls[0]?.signal?.aborted).toBe(true);
  expect(b.ending).toBeUndefined();
  await b.press('ctrl-c');
  expect(b.ending).toEqual({ by: 'interrupt' });
});

test('two Ctrl-C with another key between them do not end it', async () => {
  const b = await bench().login();
  await b.press('ctrl-c', 'g', 'ctrl-c');
  expect(b.ending).toBeUndefined();
  expect(b.shown.notice).toContain('Ctrl-C again');
});

test('q at rest quits; during work it asks', async () => {
  const b = await bench().login();
  await b.press('return', 'q');
  expect(b.shown.question?.text).toContain('still at work');
  await b.press('x', 'n');
  expect(b.shown.question).toBeUndefined();
  expect(b.ending).toBeUndefined();
  await b.press('q', 'y');
  expect(b.ending).toEqual({ by: 'quit' });
  expect(b.calls[0]?.signal?.aborted).toBe(true);
});

test('work that ends while the question is open goes on being asked about, and the answer still counts', async () => {
  const b = await bench().login();
  await b.press('return', 'q');
  await b.end();
  expect(b.shown.question).toBeDefined();
  await b.press('n');
  await b.press('q');
  expect(b.ending).toEqual({ by: 'quit' });
});

test('the end from outside ends it', async () => {
  const b = await bench().login();
  b.stop.abort();
  await b.press();
  expect(b.ending).toEqual({ by: 'interrupt' });
});

test('the end answers the question that is open with nothing, so that nobody waits for it', async () => {
  const { guide } = bench();
  const asked = guide.ask({ text: 'Which?', answers: [{ key: 'y', label: 'this', value: 'yes' }] });
  guide.leave();
  expect(await asked).toBeUndefined();
  expect(guide.view.guided.question).toBeUndefined();
});

test('finish is offered on the last step alone, and asks before it ends', async () => {
  const b = await bench().login();
  await b.press('m', ...LESSON_TEXT.map(() => 'down'), 'return');
  expect(b.shown.step).toBe(LESSON_TEXT.at(-1)?.id);
  await b.press('r');
  await b.end();
  await b.press('return', 'return', 'return');
  expect(b.ending).toBeUndefined();
  await b.press('escape');
  expect(b.shown.question).toBeUndefined();
  await b.press('return', 'y');
  expect(b.ending).toEqual({ by: 'finish' });
});

test('leaving while the lesson is being opened starts nothing', async () => {
  const b = bench({ from: '3a' });
  await b.press('return', 'return', 'ctrl-c', 'ctrl-c');
  expect(b.ending).toEqual({ by: 'interrupt' });
  expect(b.calls).toEqual([]);
});

test('whoever has left is shown that the program ends, whatever comes to its end meanwhile', async () => {
  const opening = bench();
  await opening.press('return');
  opening.guide.press('return');
  opening.guide.leave();
  await new Promise(setImmediate);
  expect(opening.shown.work?.kind).toBe('close');

  const running = await bench().login();
  await running.press('return');
  running.guide.leave();
  running.calls[0]?.end();
  await new Promise(setImmediate);
  expect(running.shown.work?.kind).toBe('close');
});

test('whoever leaves while steps are brought up begins none of the others', async () => {
  const b = await bench({ from: '3a' }).login();
  expect(b.calls).toHaveLength(1);
  b.guide.leave();
  // It had come to a good end before it heard of that.
  b.calls[0]?.end();
  await new Promise(setImmediate);
  expect(b.calls).toHaveLength(1);
});

test('an end that was asked for before the walkthrough began ends it', async () => {
  const stop = new AbortController();
  stop.abort();
  const b = bench({ signal: stop.signal });
  await new Promise(setImmediate);
  expect(b.ending).toEqual({ by: 'interrupt' });
});

test('Ctrl-Z suspends, also while something is at work', async () => {
  const suspended: string[] = [];
  const b = await bench({ suspend: () => void suspended.push('once') }).login();
  await b.press('return', 'ctrl-z');
  expect(suspended).toEqual(['once']);
});
