import { INITIAL_STATE } from '../../../../src/lesson/state.ts';
import { logLines, newestLogLines } from '../../../../src/screen/log-lines.ts';
import type { View } from '../../../../src/view/view.ts';

const step = (id: string, status: string, startedAt?: number) => ({ id, title: `Door ${id}`, status, startedAt });
const logged = (at: number, text: string) => ({ part: 'butler', at, text });

const session = {
  ...INITIAL_STATE,
  chapters: [{ id: 'house', title: 'House', way: [], steps: ['first'] }],
  parts: { butler: { part: 'butler', status: 'ready' } },
  steps: [
    step('first', 'done', 10),
    step('second', 'running', 20),
    step('third', 'waiting', 30),
    step('fourth', 'waiting'),
  ],
  logs: {
    butler: [logged(5, 'opens'), logged(10, 'refuses'), logged(19, 'waits'), logged(20, 'bows'), logged(31, 'leaves')],
  },
};
const lesson = [{ id: 'first', starts: 'butler' }];
const view = { session, lesson, guided: { step: 'first' } } as unknown as View;

const told = (lines: ReturnType<typeof logLines>) =>
  lines.map((spans) =>
    spans
      .map(({ text }) => text)
      .join('')
      .replace(/^\S+ +(?:butler +)?/, ''),
  );
const MARKED = ['opens', 'first Door first', 'refuses', 'waits', 'second Door second', 'bows', 'leaves'];

test('a log tells which step had begun when a line was logged; one that was reset has not', () => {
  expect(told(logLines(view, 0, 80))).toEqual(MARKED);
  expect(told(logLines(view, 1, 80))).toEqual(MARKED);
});

test('beside a step, the newest lines say it, too, in as many rows as there are', () => {
  expect(told(newestLogLines(view, { columns: 80, rows: 20 }))).toEqual(MARKED);
  expect(told(newestLogLines(view, { columns: 80, rows: 2 }))).toEqual(['bows', 'leaves']);
  expect(told(newestLogLines(view, { columns: 80, rows: 3 }))).toEqual(['second Door second', 'bows', 'leaves']);
});
