import { TutorialError } from '../../../../src/errors.ts';
import { Guide } from '../../../../src/guided/guide.ts';
import type { Ending, GuideOptions } from '../../../../src/guided/guide-options.ts';
import type { Happening, SessionEvent } from '../../../../src/lesson/events.ts';
import { unmetBy } from '../../../../src/lesson/plan.ts';
import { NO_PROGRESS, type Progress } from '../../../../src/lesson/progress.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../../../src/lesson/state.ts';
import type { Typed } from '../../../../src/run/open-lesson.ts';
import { COURSE_WORDS } from '../../../../steps/course-words.ts';
import {
  AFTER_ALL,
  BEFORE_3A,
  callHops,
  fold,
  LESSON_TEXT,
  partReady,
  predicted,
  REFUSED,
  STARTED,
  TOKEN,
} from '../../../components/fixture.ts';

interface Call {
  readonly verb: 'run' | 'verify' | 'skip';
  readonly step: string;
  readonly purpose?: string;
  readonly signal?: AbortSignal;
  end(error?: TutorialError): void;
}

/** A guide over a session that does only what the test says. */
class Bench {
  readonly calls: Call[] = [];
  readonly saved: Progress[] = [];
  readonly copied: string[] = [];
  readonly stop = new AbortController();
  readonly guide: Guide;
  typed: Typed | undefined;
  ending: Ending | undefined;
  #state: SessionState = INITIAL_STATE;

  constructor(options: Partial<GuideOptions> = {}) {
    this.guide = new Guide({
      about: {
        version: '1',
        course: COURSE_WORDS,
        password: 'made',
        passwordMade: true,
        keysInWords: false,
        canSuspend: true,
        shell: 'posix',
        userName: 'alan',
        log: '/log',
      },
      size: { columns: 80, rows: 24 },
      signal: this.stop.signal,
      progress: NO_PROGRESS,
      open: async (typed) => {
        this.typed = typed;
        this.tell(STARTED);
        const begin = (verb: Call['verb'], step: string, signal?: AbortSignal, purpose?: string) =>
          new Promise<TutorialError | undefined>((resolve) => {
            this.calls.push({
              verb,
              step,
              ...(signal && { signal }),
              ...(purpose && { purpose }),
              end: (error) => this.#end(step, resolve, error),
            });
          });
        const state = () => this.#state;
        return {
          session: {
            get state() {
              return state();
            },
            run: (step, signal, purpose) => begin('run', step, signal, purpose),
            verify: (step, signal) => begin('verify', step, signal),
            skip: (step) => void begin('skip', step),
            reset: (step) => this.tell({ type: 'step-reset', step }),
            predict: (step, choice, again) => this.tell(predicted(step, choice, again)),
          },
          texts: () => LESSON_TEXT,
          passwordMade: true,
        };
      },
      save: (progress) => this.saved.push(progress),
      copy: async (text) => {
        this.copied.push(text);
        return 'the test';
      },
      ...options,
    });
    void this.guide.ended.then((ending) => {
      this.ending = ending;
    });
  }

  get shown() {
    return this.guide.view.guided;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) this.guide.press(key);
    await new Promise(setImmediate);
  }

  /** Through the login, to the lesson. */
  async login(): Promise<this> {
    await this.press('return', 'return');
    return this;
  }

  async end(error?: TutorialError): Promise<void> {
    this.calls.at(-1)?.end(error);
    // The catalogue of known faults is loaded where something failed.
    for (let turns = 0; turns < 200 && this.shown.work; turns += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  tell(happening: Happening): void {
    const event = { ...happening, at: 7 } as SessionEvent;
    this.#state = reduce(this.#state, event);
    this.guide.tell(event);
  }

  /** Tells of them, and waits until they are to be seen. */
  async happened(happenings: readonly Happening[]): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const forget = this.guide.store.subscribe(() => {
        if (this.guide.view.session !== this.#state) return;
        forget();
        resolve();
      });
    });
    for (const happening of happenings) this.tell(happening);
    await seen;
  }

  #end(step: string, resolve: (error: TutorialError | undefined) => void, error?: TutorialError): void {
    const status = error ? (error.kind === 'interrupted' ? 'cancelled' : 'failed') : 'done';
    this.tell({ type: 'step-ended', step, status, proved: '', tookMs: 1 });
    resolve(error);
  }
}

const benches: Bench[] = [];
function bench(options?: Partial<GuideOptions>): Bench {
  const made = new Bench(options);
  benches.push(made);
  return made;
}
afterEach(() => {
  for (const { guide } of benches.splice(0)) guide.store.close();
});

test('the form: name, password, and nothing of the password in the view', async () => {
  const b = bench();
  await b.press('ctrl-u', ...'bob', 'tab', ...'secret!', 'backspace');
  expect(b.shown.form).toEqual({ field: 'password', userName: 'bob', passwordLength: 6 });
  expect(JSON.stringify(b.guide.view)).not.toContain('secret');
  await b.press('return');
  expect(b.typed).toEqual({ userName: 'bob', password: 'secret' });
  expect(b.shown.phase).toBe('lesson');
  expect(b.guide.view.about.userName).toBe('bob');
});

test('an empty name means the one that is offered', async () => {
  const b = bench();
  await b.press('ctrl-u', 'return', 'return');
  expect(b.typed?.userName).toBe('alan');
});

test('run acts on the step that is shown; when it is done, enter goes on', async () => {
  const b = await bench().login();
  await b.press('return');
  expect(b.calls).toMatchObject([{ verb: 'run', step: '0' }]);
  expect(b.shown.work).toMatchObject({ kind: 'run', step: '0' });
  await b.end();
  expect(b.shown).toMatchObject({ work: undefined, step: '0' });
  await b.press('return');
  expect(b.shown.step).toBe('1a');
  expect(b.calls).toHaveLength(1);
});

test('keys are held back during work, all of them', async () => {
  const b = await bench().login();
  await b.press('return');
  const before = b.shown;
  await b.press(...'nbvsrchletdgmzG?123', 'left', 'right', 'up', 'down', 'return', ' ', 'tab');
  expect(b.shown).toEqual(before);
  expect(b.calls).toHaveLength(1);
});

test('escape cancels the work by its signal, once', async () => {
  const b = await bench().login();
  await b.press('return', 'escape', 'escape');
  const signal = b.calls[0]?.signal;
  expect(signal?.aborted).toBe(true);
  expect(signal?.reason).toBeInstanceOf(TutorialError);
  expect(b.shown.work?.cancelling).toBe(true);
  await b.end(signal?.reason as TutorialError);
  expect(b.shown.work).toBeUndefined();
  await b.press('r');
  expect(b.calls).toHaveLength(2);
});

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
  const bench = new Bench();
  const asked = bench.guide.ask({ text: 'Which?', answers: [{ key: 'y', label: 'this', value: 'yes' }] });
  bench.guide.leave();
  expect(await asked).toBeUndefined();
  expect(bench.guide.view.guided.question).toBeUndefined();
});

test('a step is done and its call gone through from its beginning; it can be played, slowed, and left', async () => {
  const b = await bench().login();
  await b.happened(BEFORE_3A);
  await b.press('m', ...LESSON_TEXT.slice(0, 6).map(() => 'down'), 'return', 'w');
  expect(b.calls).toMatchObject([{ verb: 'run', step: '3a' }]);
  expect(b.shown).toMatchObject({ pane: 'through', work: { kind: 'run', step: '3a' } });
  b.tell({ type: 'call', step: '3a', traceId: REFUSED.trace });
  for (const happening of callHops(REFUSED)) b.tell(happening);
  await b.end();
  expect(b.shown).toMatchObject({ pane: 'through', cursor: 0, work: undefined });
  await b.press('return', 'return', 'left');
  expect(b.shown.cursor).toBe(1);
  await b.press('p', 's');
  expect(b.shown).toMatchObject({ motion: { plays: true }, slow: true });
  await b.press(...LESSON_TEXT.map(() => 'right'));
  expect(b.shown).toMatchObject({ pane: 'through', motion: { plays: false } });
  await b.press('p');
  expect(b.shown.cursor).toBe(0);
  await b.press('escape');
  expect(b.shown).toMatchObject({ pane: 'step', step: '3a' });
});

test('a step that was to be gone through and made no call shows what it came to', async () => {
  const b = await bench().login();
  await b.happened(BEFORE_3A);
  await b.press('m', ...LESSON_TEXT.slice(0, 6).map(() => 'down'), 'return', 'w');
  await b.end(new TutorialError('part-unreachable', 'Nothing answers.'));
  expect(b.shown).toMatchObject({ pane: 'step', step: '3a', work: undefined });
});

test('verify only looks; skip goes on', async () => {
  const b = await bench().login();
  await b.press('v');
  expect(b.calls).toMatchObject([{ verb: 'verify', step: '0' }]);
  await b.end();
  await b.press('n', 's');
  expect(b.calls.at(-1)).toMatchObject({ verb: 'skip', step: '1a' });
  expect(b.shown.step).toBe('1b');
});

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

test('in a step n is the next one, or where a text was searched for, the next place of it; esc leaves that', async () => {
  const b = await bench().login();
  await b.press('/', ...'the', 'return', 'n', 'n', 'N');
  expect(b.shown).toMatchObject({ step: '0', search: { text: 'the', typing: false, hit: 1 } });
  await b.press('escape', 'n');
  expect(b.shown).toMatchObject({ step: '1a', search: { text: '' } });
});

test('a word of the step is opened and closed by keys, and nothing else is done by them', async () => {
  const b = await bench().login();
  await b.press('n', 'tab', 'tab');
  expect(b.shown).toMatchObject({ step: '1a', word: { at: 1 } });
  await b.press('shift-tab', 'escape');
  expect(b.shown.word).toBeUndefined();
  expect(b.calls).toEqual([]);
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

test('the copy key takes one command after the other', async () => {
  const b = await bench().login();
  await b.press('n', 'c');
  await b.press('c');
  await b.press('c');
  const commands = LESSON_TEXT[1]?.commands.map(({ text }) => text) ?? [];
  expect(b.copied).toEqual([commands[0], commands[1], commands[0]]);
  expect(b.shown.notice).toBe('command 1 of 2 copied: the test');
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
    await b.press(`${right('3a') + 1}`);
    expect(b.shown.question?.text).toMatch(/^You said \d, .+: right\. /);
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

test('the lab changes the view a little later, a key at once', async () => {
  const b = await bench().login();
  let told = 0;
  b.guide.store.subscribe(() => {
    told += 1;
  });
  for (let count = 0; count < 1_000; count += 1)
    b.tell({ type: 'log', line: { part: 'tool', at: count, text: `line ${count}` } });
  expect(told).toBe(0);
  b.guide.press('g');
  expect(b.shown.pane).toBe('glossary');
  expect(told).toBeGreaterThan(0);
});

test('what a key has opened is closed to the place from which it was opened', async () => {
  const b = await bench().login();
  await b.press('j', 'j', 'g', 'j', '?', 'j', 'escape');
  expect(b.shown).toMatchObject({ pane: 'glossary', scroll: { moves: [{ lines: 1 }] } });
  await b.press('escape');
  expect(b.shown).toMatchObject({ pane: 'step', scroll: { moves: [{ lines: 1 }, { lines: 1 }] } });
  await b.press('n', 'g', 'escape');
  expect(b.shown.scroll).toEqual({ from: 0, moves: [] });
});

test('what was asked of the token does not last longer than its pane', async () => {
  const b = await bench().login();
  b.tell(TOKEN);
  // What the lab tells is shown a little later.
  await new Promise((resolve) => {
    b.guide.store.subscribe(() => b.guide.view.session.tokens.user && resolve(undefined));
  });
  await b.press('t', 'f');
  expect(b.shown.otherwise).toBe(true);
  await b.press('escape', 't');
  expect(b.shown.otherwise).toBe(false);
});

test('what is open is copied whole, as text: a log, a hop, the token, the comparison', async () => {
  const b = await bench({
    open: async () =>
      ({
        session: { run: undefined, verify: undefined, skip: undefined, predict: undefined, state: fold(AFTER_ALL) },
        texts: () => LESSON_TEXT,
        passwordMade: true,
      }) as never,
  }).login();
  const copied = async (...keys: readonly string[]) => {
    await b.press(...keys, 'c', 'escape', 'escape');
    return b.copied.at(-1) ?? '';
  };
  await b.press('m', ...LESSON_TEXT.map(() => 'down'), 'return');
  expect(await copied('l')).toContain(`tool Validating token eyJ... against issuer`);
  expect(await copied('e', 'right', 'return')).toContain('Request: POST http://localhost/mcp');
  expect(await copied('t')).toContain('my-external-tool');
  expect(await copied('d')).toMatch(/UNAUTHORIZED +│ AUTHORIZED/);
  await b.press('g', 'c');
  expect(b.copied.at(-1)).toMatch(/^audience: /m);
  expect(b.shown.notice).toBe('copied: the test');
});

describe('searching', () => {
  test('what is typed is no key; enter finds, n and N go on, and closing the pane ends it', async () => {
    const b = await bench().login();
    await b.press('g', '/', ...'tqn', 'backspace', 'e');
    b.guide.paste('\rX');
    expect(b.shown).toMatchObject({ pane: 'glossary', search: { text: 'tqeX', typing: true } });
    await b.press('return', 'n', 'n', 'N');
    expect(b.shown.search).toEqual({ text: 'tqeX', typing: false, hit: 1 });
    await b.press('/', 'a', 'escape');
    expect(b.shown).toMatchObject({ pane: 'glossary', search: { text: '', typing: false } });
    await b.press('/', 'a', 'return', 'escape', 'g');
    expect(b.shown.search.text).toBe('');
    expect(b.ending).toBeUndefined();
  });

  test('a log is searched from its newest line', async () => {
    const b = await bench().login();
    await b.press('l', '/', 'a', 'return');
    expect(b.shown.search.hit).toBe(-1);
  });

  test('in the list of steps it chooses the step', async () => {
    const b = await bench().login();
    await b.press('m', '/', ...'SERVER', 'return', 'n', 'return');
    const servers = LESSON_TEXT.filter(({ title }) => /server/i.test(title)).map(({ id }) => id);
    expect(b.shown.step).toBe(servers[1]);
  });
});

describe('pasted text', () => {
  test('goes into the field as text, and never submits', async () => {
    const b = bench();
    b.guide.paste('me\r\u001b[2J\tq');
    expect(b.shown.form).toMatchObject({ field: 'name', userName: 'alanme[2Jq' });
    await b.press('return');
    b.guide.paste('pa\nss\r\nword');
    expect(b.shown.form).toMatchObject({ field: 'password', passwordLength: 8 });
    expect(b.shown.phase).toBe('welcome');
  });

  test('is no key of the lesson', async () => {
    const b = await bench().login();
    b.guide.paste('q\r');
    await b.press();
    expect(b.ending).toBeUndefined();
    expect(b.calls).toEqual([]);
  });
});

test('Ctrl-Z suspends, also while something is at work', async () => {
  const suspended: string[] = [];
  const b = await bench({ suspend: () => void suspended.push('once') }).login();
  await b.press('return', 'ctrl-z');
  expect(suspended).toEqual(['once']);
});
