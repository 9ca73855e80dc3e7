import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf } from '../../../../scripts/rooms.js';
import { stepsOf } from '../../../../src/lesson/chapter.ts';
import { chapterOf } from '../../../../src/lesson/chapter-state.ts';
import { checksWords } from '../../../../src/lesson/check-words.ts';
import { type SessionEvent, sessionEventSchema } from '../../../../src/lesson/events.ts';
import { planSteps, unmetBy } from '../../../../src/lesson/plan.ts';
import { NO_PROGRESS, parseProgress } from '../../../../src/lesson/progress.ts';
import { Session } from '../../../../src/lesson/session.ts';
import { INITIAL_STATE, reduce } from '../../../../src/lesson/state.ts';
import { ROOT } from '../../../docs/markdown.ts';
import { closedHouse, DOORS, type House } from './doors.ts';

/** A whole lesson that is not this one: the engine takes it as it is. */

const STEPS = stepsOf(DOORS);
const never = new AbortController().signal;

function opened(lab: House = closedHouse()) {
  const events: SessionEvent[] = [];
  const session = new Session<House>({ chapters: DOORS, lab, onEvent: (event) => events.push(event) });
  session.start({ version: '0', node: '20', parts: ['locksmith'] });
  const statuses = () => session.state.steps.map(({ id, status }) => `${id} ${status}`);
  return { session, events, lab, statuses };
}

/** Runs what is planned, to the first step that fails; says which that was. */
async function walk({ session }: ReturnType<typeof opened>, choice: Parameters<typeof planSteps>[1]) {
  for (const { id, purpose } of planSteps(STEPS, choice)) {
    const error = await session.run(id, never, purpose);
    if (error) return { id, error };
  }
  return undefined;
}

test('it is walked from its first step to its last', async () => {
  const lesson = opened();
  expect(await walk(lesson, {})).toBeUndefined();
  expect(lesson.statuses()).toEqual(STEPS.map(({ id }) => `${id} done`));
  expect([...lesson.lab.open]).toEqual(['hall', 'parlour', 'gate', 'arbour']);
  expect(lesson.session.state.steps.at(-1)).toMatchObject({ title: 'Arbour', proved: 'it is open' });
});

test('the state names its chapters, their ways and parts, in their order', () => {
  const { state } = opened().session;
  expect(state.chapters).toEqual([
    { id: 'house', title: 'The house', way: ['you', 'hall', 'parlour'], steps: ['bell', 'key', 'hall', 'parlour'] },
    { id: 'garden', title: 'The garden', way: ['you', 'gate'], steps: ['gate', 'arbour'] },
  ]);
  expect(chapterOf(state, 'gate')?.id).toBe('garden');
  expect(state.parts).toEqual({ locksmith: { part: 'locksmith', status: 'off' } });
});

test('one step of the second chapter brings up what it stands on in the first', async () => {
  const lesson = opened();
  expect(await walk(lesson, { only: ['gate'] })).toBeUndefined();
  expect(lesson.statuses().filter((each) => !each.endsWith('waiting'))).toEqual(['key done', 'gate done']);
  expect(lesson.session.state.steps.filter(({ setUpOnly }) => setUpOnly).map(({ id }) => id)).toEqual(['key']);
});

test('a check that fails ends it there, in the words of the lesson', async () => {
  const lesson = opened();
  const error = await lesson.session.run('hall', never);
  expect(error).toMatchObject({ kind: 'check-failed', next: 'Pull.' });
  expect(error?.message).toBe(
    checksWords([{ id: 'open', title: 'The hall is open', passed: false, saw: 'it is shut' }]),
  );
  expect(unmetBy(STEPS, lesson.session.state, 'parlour')).toEqual(['key', 'hall']);
});

test('whoever opened the door by hand passes by looking', async () => {
  const lesson = opened();
  lesson.lab.open.add('hall');
  expect(await lesson.session.verify('hall', never)).toBeUndefined();
  expect(lesson.statuses()).toContain('hall done');
});

test('what it exhibits is there when there is something to see', async () => {
  const lesson = opened();
  const exhibits = () => lesson.session.step('hall').exhibits?.(lesson.session.state);
  expect(exhibits()).toEqual([]);
  await walk(lesson, { only: ['hall'] });
  expect(exhibits()).toMatchObject([{ kind: 'findings', title: 'Its hinges', findings: [{ saw: 'it turns' }] }]);
});

test('its events are those of the schema, and make the same state again', async () => {
  const lesson = opened();
  await walk(lesson, {});
  const read = lesson.events.map((event) => sessionEventSchema.parse(JSON.parse(JSON.stringify(event))));
  expect(read).toEqual(lesson.events);
  expect(read.reduce(reduce, INITIAL_STATE)).toEqual(lesson.session.state);
});

test('its progress is kept by the ids that it gave', () => {
  const progress = { ...NO_PROGRESS, step: 'gate', done: { key: 1, hall: 2 } };
  expect(parseProgress(JSON.stringify(progress))).toEqual(progress);
});

test('it runs on the engine alone: nothing of this course is behind it', () => {
  const seen = new Set<string>();
  const reach = (file: string): void => {
    if (seen.has(file) || !/\.tsx?$/.test(file) || !existsSync(join(ROOT, file))) return;
    seen.add(file);
    for (const path of importsOf(file, readFileSync(join(ROOT, file), 'utf8'))) reach(path);
  };
  reach('__tests__/unit/src/lesson/doors.ts');
  for (const each of ['session', 'plan', 'progress', 'state', 'events']) reach(`src/lesson/${each}.ts`);
  expect(seen.size).toBeGreaterThan(10);
  expect([...seen].filter((file) => /^(steps|services)\//.test(file))).toEqual([]);
});
