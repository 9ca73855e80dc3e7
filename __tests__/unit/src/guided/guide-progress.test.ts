import { TutorialError } from '../../../../src/errors.ts';
import type { GuideOptions } from '../../../../src/guided/guide-options.ts';
import { unmetBy } from '../../../../src/lesson/plan.ts';
import { NO_PROGRESS, type Progress } from '../../../../src/lesson/progress.ts';
import { BEFORE_3A, LESSON_TEXT, partReady, predicted } from '../../../components/fixture.ts';
import { bench, closeBenches } from './guide-bench.ts';

afterEach(closeBenches);

test('a step is reset when one says so, and then it is as not done: here, in the progress, and for what stands on it', async () => {
  const b = await bench({ progress: { ...NO_PROGRESS, done: { '1b': 5 } } }).login();
  await b.happened([...BEFORE_3A, predicted('1b', 0)]);
  await b.press('m', 'down', 'down', 'return', 'h', 'x');
  expect(b.shown.question?.text).toBe(
    'Reset step 1b? What was proved and predicted is forgotten; the tool part that it started goes on.',
  );
  await b.press('n');
  expect(b.guide.view.session.steps[2]?.status).toBe('done');
  await b.press('x', 'y');
  const { session, lesson } = b.guide.view;
  expect(session.steps[2]).toMatchObject({ status: 'waiting', checks: [], predicted: undefined });
  expect(b.shown).toMatchObject({
    step: '1b',
    pane: 'step',
    earlier: [],
    hints: {},
    notice: 'Step 1b is as not done.',
  });
  const { step, done: proved, predicted: said } = b.saved.at(-1) ?? {};
  expect({ step, said }).toEqual({ step: '1b', said: {} });
  expect(Object.keys(proved ?? {})).toEqual(['0', '1a', '1c', '2a', '2b']);
  expect(unmetBy(lesson, session, '3a')).toEqual(['1b']);
  await b.press('x');
  expect(b.shown.question).toBeUndefined();
});

describe('progress', () => {
  test('is kept by step, and a step that fails is not done any more', async () => {
    const b = await bench().login();
    await b.press('return');
    await b.end();
    await b.press('return');
    expect(b.saved.at(-1)).toEqual({ version: 2, step: '1a', done: { '0': 7 } });
    await b.press('b', 'r');
    await b.end(new TutorialError('fault', 'no'));
    expect(b.saved.at(-1)?.done).toEqual({});
  });

  const kept: Progress = { version: 2, step: '2a', done: { '0': 1, '1a': 2, '1b': 3, '1c': 4 } };

  test('of an earlier run is offered again: the lab is brought back by the steps before', async () => {
    const b = await bench({ progress: kept }).login();
    expect(b.shown.question?.text).toBe('Last time you got to step 2a (4 proved).');
    expect(b.shown.earlier).toEqual(['0', '1a', '1b', '1c']);
    await b.press('return');
    for (const step of ['1a', '1b', '1c']) {
      expect(b.calls.at(-1)).toMatchObject({ verb: 'run', step, purpose: 'set-up' });
      b.calls.at(-1)?.end();
      await b.press();
      await b.press();
    }
    expect(b.calls).toHaveLength(3);
    expect(b.shown).toMatchObject({ step: '2a', work: undefined });
  });

  test('is brought back to the first step that fails, and no further', async () => {
    const b = await bench({ progress: kept }).login();
    await b.press('return');
    await b.end(new TutorialError('fault', 'no'));
    expect(b.calls).toHaveLength(1);
    expect(b.shown.step).toBe('1a');
    // Where the learner was is still what the next start offers.
    expect(b.saved.at(-1)?.step).toBe('2a');
  });

  test('need not be taken up', async () => {
    const b = await bench({ progress: kept }).login();
    await b.press('n');
    expect(b.shown.step).toBe('0');
    expect(b.calls).toEqual([]);
  });

  test('of a lesson that was finished is offered again, too', async () => {
    const done = Object.fromEntries(LESSON_TEXT.map(({ id }) => [id, 1]));
    const b = await bench({ progress: { version: 2, step: '4', done } }).login();
    expect(b.shown.question?.text).toBe('Last time you got to step 4 (all proved).');
    await b.press('return');
    expect(b.calls).toMatchObject([{ step: '1a', purpose: 'set-up' }]);
  });

  test('--from goes there without a question', async () => {
    const b = await bench({ from: '1b' }).login();
    expect(b.shown.question).toBeUndefined();
    expect(b.calls).toMatchObject([{ step: '1a', purpose: 'set-up' }]);
  });
});

describe('predictions', () => {
  const at3a = LESSON_TEXT.findIndex(({ id }) => id === '3a');

  /** All steps done, and the last one shown; these were predicted. */
  const atTheEnd = async (choices: Readonly<Record<string, number>>, options?: Partial<GuideOptions>) => {
    const b = await bench(options).login();
    for (const [step, choice] of Object.entries(choices)) b.tell(predicted(step, choice));
    for (const { id } of LESSON_TEXT) b.tell({ type: 'step-ended', step: id, status: 'done', proved: '', tookMs: 1 });
    // What the lab tells is shown a little later.
    await new Promise((resolve) => {
      b.guide.store.subscribe(() => b.guide.view.session.steps.at(-1)?.status === 'done' && resolve(undefined));
    });
    await b.press('m', ...LESSON_TEXT.map(() => 'down'), 'return');
    return b;
  };
  const right = (step: string) => LESSON_TEXT.find(({ id }) => id === step)?.prediction?.answer ?? Number.NaN;

  test('are kept; the last one before the step acts counts', async () => {
    const b = await bench().login();
    await b.press('m', ...LESSON_TEXT.slice(0, at3a).map(() => 'down'), 'return', '1', '2');
    expect(b.guide.view.session.steps[at3a]?.predicted).toMatchObject({ choice: 1, right: false });
    expect(b.saved.at(-1)?.predicted).toEqual({ '3a': { choice: 1 } });
  });

  test('that were wrong are asked again at the end of the chapter, once, each with what is so', async () => {
    const b = await atTheEnd({ '3a': 0, '3b': 0 });
    await b.press('return');
    expect(b.shown.question?.text).toMatch(/^3a Unauthorized call, once more\. /);
    expect(b.shown.question?.alone).toBe(true);
    await b.press(`${right('3a') + 1}`);
    expect(b.shown.question?.text).toMatch(/^You said \d, .+\. That is right\. /);
    await b.press('return');
    expect(b.shown.question?.text).toMatch(/^3b /);
    await b.press('1');
    expect(b.shown.question?.text).toMatch(/^You said 1, .+\. It is \d, /);
    await b.press('return');
    expect(b.shown.question).toBeUndefined();
    expect(b.saved.at(-1)?.predicted).toEqual({
      '3a': { choice: 0, again: right('3a') },
      '3b': { choice: 0, again: 0 },
    });
    await b.press('return', 'y');
    expect(b.ending).toEqual({ by: 'finish' });
  });

  test('that were right, or not made, are not asked again', async () => {
    const b = await atTheEnd({ '3a': right('3a') });
    await b.press('return', 'y');
    expect(b.ending).toEqual({ by: 'finish' });
  });

  test('are asked again once more where their step was reset, and predicted wrongly anew', async () => {
    const b = await atTheEnd({ '3a': 0, '3b': 0 });
    const oneByOne = async (...keys: readonly string[]) => {
      for (const key of keys) await b.press(key);
    };
    await oneByOne('return', '1', 'return', '1', 'return');
    const back = LESSON_TEXT.slice(at3a, -1).map(() => 'up');
    await oneByOne('m', ...back, 'return', 'x', 'y', '1');
    expect(b.guide.view.session.steps[at3a]).toMatchObject({ status: 'waiting', predicted: { choice: 0 } });
    await b.happened([{ type: 'step-ended', step: '3a', status: 'done', proved: '', tookMs: 1 }]);
    await oneByOne('m', ...back.map(() => 'down'), 'return', 'return');
    expect(b.shown.question?.text).toMatch(/^3a Unauthorized call, once more\. /);
    await oneByOne('1', 'return');
    // What was asked again of the others counts still.
    expect(b.shown.question).toBeUndefined();
  });

  test('can be left unanswered', async () => {
    const b = await atTheEnd({ '3a': 0, '3b': 0 });
    await b.press('return', 'escape');
    expect(b.shown.question).toBeUndefined();
    await b.press('return', 'y');
    expect(b.ending).toEqual({ by: 'finish' });
  });

  test('of an earlier run stand in this one where it is taken up again', async () => {
    const predictedThen = { '3a': { choice: 0, again: 2 }, gone: { choice: 1 } };
    const progress: Progress = { version: 2, step: '1a', done: { '0': 1 }, predicted: predictedThen };
    const b = await bench({ progress }).login();
    await b.press('return');
    const state = b.guide.view.session.steps.find(({ id }) => id === '3a');
    expect(state).toMatchObject({ predicted: { choice: 0, right: false }, predictedAgain: { choice: 2, right: true } });
    expect(b.saved.at(-1)?.predicted).toEqual(predictedThen);
  });
});

test('from anywhere: what a step stands on, and is not done, is brought up by one key', async () => {
  const b = await bench().login();
  const done = (step: string) => b.tell({ type: 'step-ended', step, status: 'done', proved: '', tookMs: 1 });
  for (const [step, part] of [
    ['1a', 'identity'],
    ['1c', 'mcp'],
  ] as const) {
    done(step);
    b.tell(partReady(part));
  }
  await b.press('m', 'down', 'down', 'down', 'down', 'return', 'return');
  expect(b.calls).toMatchObject([{ verb: 'run', step: '1b', purpose: 'set-up' }]);
  b.tell(partReady('tool'));
  await b.end();
  expect(b.calls).toHaveLength(1);
  expect(b.shown).toMatchObject({ step: '2a', work: undefined });
  await b.press('return');
  expect(b.calls.at(-1)).toMatchObject({ verb: 'run', step: '2a' });
});
