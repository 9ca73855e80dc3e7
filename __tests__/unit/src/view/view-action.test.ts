import type { View } from '../../../../src/view/view.ts';
import { viewAction } from '../../../../src/view/view-action.ts';

const CHAPTERS = [['1a', '1b', '1c'], ['2.1', '2.2'], ['3.1']];

const listAt = (cursor: number): View =>
  ({
    lesson: CHAPTERS.flat().map((id) => ({ id })),
    session: { chapters: CHAPTERS.map((steps) => ({ steps })) },
    guided: { pane: 'steps', cursor },
  }) as unknown as View;

test.each([
  [0, 3],
  [2, 3],
  [3, 5],
  [5, 5],
])('a page down in the list of steps leads from %s to the next chapter, %s', (from, to) => {
  expect(viewAction(listAt(from), 'page-down', 0)).toEqual({ type: 'choose', cursor: to });
});

test.each([
  [5, 3],
  [4, 3],
  [3, 0],
  [0, 0],
])('a page up leads from %s to where the chapter begins, or the one before: %s', (from, to) => {
  expect(viewAction(listAt(from), 'page-up', 0)).toEqual({ type: 'choose', cursor: to });
});

test('elsewhere a page is what the screen shows at once', () => {
  const view = { ...listAt(0), guided: { pane: 'glossary', cursor: 0 } } as unknown as View;
  expect(viewAction(view, 'page-down', 0)).toEqual({ type: 'scroll', move: { pages: 1 } });
});
