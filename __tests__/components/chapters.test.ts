import { sayStep, saySteps } from '../../src/guided/linear/say.ts';
import { SIDEBAR } from '../../src/screen/layout.ts';
import type { View } from '../../src/view/view.ts';
import { propagation } from '../../steps/propagation/index.ts';
import { AFTER_ALL, BEFORE_3A, done, LESSON_TEXT, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';
import { LOCKED, SECOND, viewOfBoth } from './two-chapters.ts';

const FIRST = propagation.title;
const REST = BEFORE_3A.slice(1);

const rowsOf = (view: View) => frameOf(view).rows;
/** The rows beside the main pane. */
const sidebarOf = (view: View) =>
  rowsOf(view)
    .slice(2, -2)
    .map((row) => row.slice(0, SIDEBAR).trimEnd());

describe('the header', () => {
  test('names the chapter, and where in it one is', () => {
    expect(rowsOf(viewOfBoth([], { step: '1b' }))[0]).toMatch(
      new RegExp(`^${FIRST} +1b Tool server +3 of ${LESSON_TEXT.length}$`),
    );
    expect(rowsOf(viewOfBoth([], { step: '5b' }, { columns: 100 }))[0]).toMatch(
      new RegExp(`^${SECOND} +5b Use of it +2 of 2$`),
    );
  });

  test('cuts a long title, and never what is shown', () => {
    const [header = ''] = rowsOf(viewOfBoth([], { step: '5b' }, { columns: 60 }));
    expect(header).toMatch(/^A client with a secret, and .*… +5b Use of it +2 of 2$/);
    expect(header.length).toBeLessThanOrEqual(60);
  });
});

describe('the sidebar', () => {
  test('has the steps of the chapter that is open, and of the other one its title and state', () => {
    const sidebar = sidebarOf(viewOfBoth(REST, { step: '3a' }, { rows: 40 }));
    expect(sidebar[0]).toBe(FIRST);
    expect(sidebar[1]).toBe(' ✓ 0  Prerequisites');
    expect(sidebar[7]).toBe('▸· 3a Unauthorized call');
    const other = sidebar.slice(LESSON_TEXT.length + 1, sidebar.indexOf(''));
    // Whole, in as many lines as it takes.
    expect(other[0]).toMatch(/^ · A client/);
    expect(other.map((row) => row.slice(3)).join(' ')).toBe(SECOND);
    expect(sidebar[sidebar.indexOf('') + 1]).toMatch(/^ ● identity/);
    expect(sidebar.join()).not.toContain('5a');
  });

  test('cuts titles where there is no room for them whole', () => {
    const sidebar = sidebarOf(viewOfBoth(REST, { step: '3a' }, { rows: 22 }));
    expect(sidebar[0]).toBe(FIRST);
    expect(sidebar[LESSON_TEXT.length + 1]).toMatch(/^ · A client with a .*…$/);
    expect(sidebar[LESSON_TEXT.length + 2]).toBe('');
  });

  test('marks a chapter as done when all of its steps are', () => {
    const all = LESSON_TEXT.flatMap(({ id }) => done(id));
    expect(sidebarOf(viewOfBoth(all, { step: '5a' }))[0]).toMatch(/^ ✓ Access-token/);
    expect(sidebarOf(viewOfBoth(all.slice(0, -1), { step: '5a' }))[0]).toMatch(/^ · Access-token/);
    expect(sidebarOf(viewOfBoth(all, { step: '5a' }))).toContain('▸· 5a Secret');
  });

  test('leaves the titles out where there is no room for them', () => {
    const sidebar = sidebarOf(viewOfBoth(REST, { step: '3a' }, { rows: 20 }));
    expect(sidebar[0]).toBe(' ✓ 0  Prerequisites');
    expect(sidebar.filter((row) => row.includes('A client') || row === FIRST)).toEqual([]);
    expect(sidebar.findLast(Boolean)).toBe(' ● stack    :8321');
  });
});

test('a chapter that is taller than the sidebar keeps the step that is shown, and the parts, in it', () => {
  const view = viewOf(REST, { step: '' }, { rows: 20 });
  const steps = Array.from({ length: 30 }, (_, index) => ({ id: `x${index}`, title: `Step ${index}` }));
  const chapters = [{ id: 'long', title: 'A long one', way: [], steps: steps.map(({ id }) => id) }];
  const lesson = steps.map(({ id, title }) => ({ ...LOCKED[0], id, title }) as (typeof LOCKED)[number]);
  for (const { id, title } of steps) {
    const session = { ...view.session, chapters };
    const sidebar = sidebarOf({ ...view, lesson, session, guided: { ...view.guided, step: id } });
    expect(sidebar).toContain(`▸· ${id.padEnd('x29'.length)} ${title}`);
    expect(sidebar.findLast(Boolean)).toMatch(/^ ● stack/);
    // What is not shown is counted, above and below.
    const rows = sidebar.slice(0, sidebar.indexOf(''));
    const [above = 0, below = 0] = [rows[0], rows.at(-1)].map((row) =>
      Number(/… (\d+) more$/.exec(row ?? '')?.[1] ?? 0),
    );
    const shown = rows.filter((row) => / Step \d+$/.test(row));
    expect(above + shown.length + below).toBe(steps.length);
    expect(above > 0 || shown[0]?.endsWith('Step 0')).toBe(true);
  }
});

test('a course of one chapter has its title in the header, and nowhere else', () => {
  for (const pane of ['step', 'steps'] as const) {
    const [header, ...others] = rowsOf(viewOf(BEFORE_3A, { step: '3a', pane, cursor: 6 }));
    expect(header).toContain(FIRST);
    expect(others.join('\n')).not.toContain(FIRST);
  }
});

describe('the list of steps', () => {
  const listOf = (cursor: number, rows: number) =>
    rowsOf(viewOfBoth(REST, { step: '3a', pane: 'steps', cursor }, { columns: 80, rows }));

  test('has each chapter’s title above its steps', () => {
    const list = listOf(0, 40);
    expect(list.indexOf(FIRST)).toBeGreaterThan(0);
    expect(list[list.indexOf(FIRST) + 1]).toContain('0   Prerequisites');
    expect(list[list.indexOf(SECOND) + 1]).toContain('5a  Secret');
  });

  test.each(Array.from({ length: LESSON_TEXT.length + LOCKED.length }, (_, index) => index))(
    'shows what is chosen, and its key idea where that gives no prediction away, however few rows there are: %d',
    (cursor) => {
      const list = listOf(cursor, 20);
      const chosen = [...LESSON_TEXT, ...LOCKED][cursor];
      const row = list.findIndex((each) => each.startsWith('▸'));
      expect(list[row]).toContain(chosen?.title);
      const below = list[row + 1]?.trim() ?? '';
      expect(chosen?.keyIdea.startsWith(below) && below !== '').toBe(!chosen?.prediction);
    },
  );

  test('tells the key idea of a step with a prediction once it is done', () => {
    const of3a = (session: typeof BEFORE_3A) =>
      rowsOf(viewOf(session, { step: '3a', pane: 'steps', cursor: 6 }, { columns: 80, rows: 40 })).join('\n');
    expect(of3a(REST)).not.toContain('only the tool judges it');
    expect(of3a(AFTER_ALL)).toContain('only the tool judges it');
  });
});

describe('in lines', () => {
  test('a chapter is named where it begins, and a step by its place in it', () => {
    expect(sayStep(viewOfBoth(REST, { step: '5a' })).slice(1, 3)).toEqual([
      `Chapter: ${SECOND}.`,
      'Step 1 of 2: 5a Secret. State: not yet done.',
    ]);
    expect(sayStep(viewOfBoth(REST, { step: '5b' }))[1]).toBe('Step 2 of 2: 5b Use of it. State: not yet done.');
    expect(sayStep(viewOf(BEFORE_3A, { step: '0' }))[1]).toContain(`Step 1 of ${LESSON_TEXT.length}:`);
  });

  test('the list numbers all steps through, since one is chosen by its number', () => {
    const list = saySteps(viewOfBoth(REST));
    expect(list[0]).toBe(`Chapter: ${FIRST}.`);
    expect(list.slice(-3)).toEqual([
      `Chapter: ${SECOND}.`,
      `${LESSON_TEXT.length + 1}. Step 5a, Secret: not yet done`,
      `${LESSON_TEXT.length + 2}. Step 5b, Use of it: not yet done`,
    ]);
    expect(saySteps(viewOf(BEFORE_3A))[0]).toMatch(/^1\. Step 0/);
  });
});
