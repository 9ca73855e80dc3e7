import stringWidth from 'string-width';
import { GENERATIONS } from '../../../services/clients/stack/generations.ts';
import { PARTS } from '../../../services/parts.ts';
import { redact } from '../../../src/evidence/redact.ts';
import { INITIAL_STATE } from '../../../src/lesson/state.ts';
import type { StepContext } from '../../../src/lesson/step.ts';
import type { CourseLab } from '../../../steps/course-lab.ts';
import { COURSE_WORDS } from '../../../steps/course-words.ts';
import { COURSE } from '../../../steps/index.ts';
import { CLAIMS } from '../../../steps/propagation/claims.ts';
import { courseLab } from '../../course-lab.ts';
import { LESSON, STEP_IDS } from '../../lesson.ts';

/** The lab that the commands by hand are made from. */
const lab = courseLab();

/** A world in which nobody answers, and nothing has happened. */
const NOTHING_RUNS: StepContext<CourseLab> = {
  lab: courseLab({ url: () => 'http://localhost:1' }),
  signal: new AbortController().signal,
  watched: false,
  since: 0,
  state: () => INITIAL_STATE,
  progress: () => {},
  tell: () => {},
};

describe('the course', () => {
  test('has chapters with ids and titles of their own', () => {
    const ids = COURSE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title } of COURSE) {
      expect(id).toMatch(/^[a-z][a-z-]*$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  test('has checks that can be said with what they saw, and nothing of it is taken for a credential', () => {
    for (const { title } of LESSON.flatMap(({ checks }) => [...checks]))
      expect(redact(`${title}: it`)).toBe(`${title}: it`);
  });

  test('has steps with ids of their own, short enough to be typed and to stand in a column', () => {
    expect(new Set(STEP_IDS).size).toBe(STEP_IDS.length);
    for (const id of STEP_IDS) expect(id).toMatch(/^(?:[0-9a-z]{1,3}|[2-9]\.[1-9]\d?)$/);
  });

  test('has steps that stand on steps before them, and start parts that there are', () => {
    const names: readonly string[] = PARTS.map(({ name }) => name);
    for (const { id, standsOn = [], starts, ahead } of LESSON) {
      const before = STEP_IDS.slice(0, STEP_IDS.indexOf(id));
      expect({ id, unknown: standsOn.filter((each) => !before.includes(each)) }).toEqual({ id, unknown: [] });
      if (starts !== undefined) expect(names).toContain(starts);
      if (ahead) expect(before).toContain(ahead.once);
    }
  });
});

describe.each(COURSE.map((chapter) => [chapter.id, chapter] as const))('the chapter %s', (_, chapter) => {
  test('leads from you past parts that there are', () => {
    expect(chapter.way[0]).toBe('you');
    const names: readonly string[] = PARTS.map(({ name }) => name);
    expect(chapter.way.filter((party) => party !== 'you' && !names.includes(party))).toEqual([]);
    expect(chapter.way.length).toBeGreaterThan(1);
  });

  test('has its words in the order of the alphabet', () => {
    const words = chapter.glossary.map(([word]) => word);
    expect(words).toEqual(words.toSorted((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' })));
  });
});

describe.each(LESSON.map((step) => [step.id, step] as const))('step %s', (_, step) => {
  test('says what it is about', () => {
    expect(step.title).toMatch(/^[A-Z]/);
    expect(stringWidth(step.title)).toBeLessThanOrEqual(20);
    expect(step.keyIdea).toMatch(/\.$/);
    expect(step.keyIdea.length).toBeLessThanOrEqual(140);
    expect(step.explanation.length).toBeGreaterThan(0);
    for (const paragraph of step.explanation) expect(paragraph).toMatch(/[.:]$/);
  });

  test('has three different hints', () => {
    expect(new Set(step.hints).size).toBe(3);
    for (const hint of step.hints) expect(hint).toMatch(/[.?]$/);
  });

  test('has checks with ids of their own', () => {
    const ids = step.checks.map((check) => check.id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is not done by itself: where nothing runs, none of its checks passes', async () => {
    // What stands on nothing, and starts nothing, may be there from the beginning.
    if (!step.standsOn && !step.starts) return;
    const looks = step.checks.map(async ({ id: check, look }) => ({ check, ...(await look(NOTHING_RUNS)) }));
    const passed = (await Promise.allSettled(looks)).filter((end) => end.status === 'fulfilled' && end.value.passed);
    expect(passed).toEqual([]);
  });

  test('says how it is done by hand, and what one sees then; or why there is nothing to type', () => {
    if (step.byHand(lab, 'posix').length === 0) expect(step.notByHand).toMatch(/\.$/);
    else expect(step.notByHand).toBeUndefined();
    for (const { text, shows } of step.byHand(lab, 'posix')) {
      expect(text).not.toMatch(/undefined|\[object/);
      expect(shows).not.toBe('');
    }
  });

  test('a prediction has one right answer among several, and a reason', () => {
    const { prediction } = step;
    if (!prediction) return;
    expect(prediction.choices.length).toBeGreaterThanOrEqual(3);
    expect(prediction.choices[prediction.answer]).toBeDefined();
    expect(prediction.because).toMatch(/\.$/);
  });
});

test('the claims that are said to decide are those that the tool server looks at', () => {
  // go-oidc's order: issuer, audience, expiry (docs/references/tool-server.md#verification-order).
  expect(CLAIMS.filter(({ decides }) => decides).map(({ name }) => name)).toEqual(['iss', 'aud', 'exp']);
});

test('what the tutorial has done by hand, its steps say how to; its calls are predicted', () => {
  const stepOf = (id: string) => LESSON.find((step) => step.id === id);
  for (const id of ['0', '1a', '1b', '1c', '2a', '2b', '3a', '3b'])
    expect(stepOf(id)?.byHand(lab, 'posix').length).toBeGreaterThan(0);
  for (const id of ['3a', '3b']) expect(stepOf(id)?.prediction).toBeDefined();
});

test('the welcome draws the way of the first chapter, and names the part that gives a token', () => {
  expect(COURSE_WORDS.way).toEqual(COURSE[0]?.way);
  expect(PARTS.map(({ name }) => name)).toContain(COURSE_WORDS.login.way.at(-1));
});

test('a part is started by the port that is wanted for it, where that is not the tutorial’s', () => {
  const serverOf = (url: (part: string) => string) =>
    LESSON.flatMap((step) => step.byHand(courseLab({ url }), 'posix')).find(({ kind }) => kind === 'server')?.text;
  expect(serverOf(lab.url)).not.toContain('--port');
  expect(serverOf(() => 'http://localhost:12345')).toContain('serve tool --port 12345 --or-next --issuer');
});

test.each(['posix', 'powershell'] as const)(
  'whatever %s sends a protected stack server brings its key, out of the variable that holds it',
  (shell) => {
    const wants = [['authorization', 'STACK_AUTHORIZATION']] as const;
    for (const generation of Object.values(GENERATIONS)) {
      const theirs = courseLab({ foundStack: { version: '9', generation, by: 'version', model: 'a model', wants } });
      const sent = LESSON.flatMap((step) => step.byHand(theirs, shell)).filter(({ text }) =>
        text.includes(lab.url('stack')),
      );
      expect(sent.length).toBeGreaterThan(10);
      for (const { text } of sent) expect(text).toContain(`${shell === 'posix' ? '$' : '$env:'}STACK_AUTHORIZATION`);
    }
  },
);
