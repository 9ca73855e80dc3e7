import { sayStep, saySteps } from '../../src/guided/linear/say.ts';
import type { View } from '../../src/view/view.ts';
import { COURSE } from '../../steps/index.ts';
import { BEFORE_3A, done, LESSON_TEXT, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';
import { LOCKED, SECOND, viewOfBoth } from './two-chapters.ts';

const FIRST = COURSE[0]?.title ?? '';
const REST = BEFORE_3A.slice(1);

const rowsOf = (view: View) => frameOf(view).rows;
/** The rows beside the main pane. */
const sidebarOf = (view: View) =>
  rowsOf(view)
    .slice(2, -2)
    .map((row) => (row.split(' │ ')[0] ?? '').trimEnd());

describe('the header', () => {
  test('names the chapter, and where in it one is', () => {
    expect(rowsOf(viewOfBoth([], { step: '1b' }))[0]).toMatch(/^Access-token propagation +1b Tool server +3 of 9$/);
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
    const sidebar = sidebarOf(viewOfBoth(REST, { step: '3a' }));
    expect(sidebar[0]).toBe(FIRST);
    expect(sidebar[1]).toBe(' ✓ 0  Prerequisites');
    expect(sidebar[9]).toBe(' · 4  Side by side');
    expect(sidebar[10]).toMatch(/^ · A client with a .*…$/);
    expect(sidebar[11]).toBe('');
    expect(sidebar[12]).toMatch(/^ ● identity/);
    expect(sidebar.join()).not.toContain('5a');
  });

  test('marks a chapter as done when all of its steps are', () => {
    const all = LESSON_TEXT.flatMap(({ id }) => done(id));
    expect(sidebarOf(viewOfBoth(all, { step: '5a' }))[0]).toMatch(/^ ✓ Access-token propa/);
    expect(sidebarOf(viewOfBoth(all.slice(0, -1), { step: '5a' }))[0]).toMatch(/^ · Access-token propa/);
    expect(sidebarOf(viewOfBoth(all, { step: '5a' }))[2]).toBe('▸· 5a Secret');
  });

  test('leaves the titles out where there is no room for them', () => {
    const sidebar = sidebarOf(viewOfBoth(REST, { step: '3a' }, { rows: 20 }));
    expect(sidebar[0]).toBe(' ✓ 0  Prerequisites');
    expect(sidebar.slice(9).filter(Boolean)).toHaveLength(4);
  });
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
    'shows what is chosen and its key idea, however few rows there are: %d',
    (cursor) => {
      const list = listOf(cursor, 20);
      const chosen = [...LESSON_TEXT, ...LOCKED][cursor];
      const row = list.findIndex((each) => each.startsWith('▸'));
      expect(list[row]).toContain(chosen?.title);
      expect(list[row + 1]?.trim()).toBe(chosen?.keyIdea.slice(0, list[row + 1]?.trim().length));
      expect(list[row + 1]?.trim()).not.toBe('');
    },
  );
});

describe('in lines', () => {
  test('a chapter is named where it begins, and a step by its place in it', () => {
    expect(sayStep(viewOfBoth(REST, { step: '5a' })).slice(1, 3)).toEqual([
      `Chapter: ${SECOND}.`,
      'Step 1 of 2: 5a Secret. State: not yet done.',
    ]);
    expect(sayStep(viewOfBoth(REST, { step: '5b' }))[1]).toBe('Step 2 of 2: 5b Use of it. State: not yet done.');
    expect(sayStep(viewOf(BEFORE_3A, { step: '0' }))[1]).toMatch(/^Step 1 of 9/);
  });

  test('the list numbers all steps through, since one is chosen by its number', () => {
    const list = saySteps(viewOfBoth(REST));
    expect(list[0]).toBe(`Chapter: ${FIRST}.`);
    expect(list.slice(-3)).toEqual([
      `Chapter: ${SECOND}.`,
      '10. Step 5a, Secret: not yet done',
      '11. Step 5b, Use of it: not yet done',
    ]);
    expect(saySteps(viewOf(BEFORE_3A))[0]).toMatch(/^1\. Step 0/);
  });
});
