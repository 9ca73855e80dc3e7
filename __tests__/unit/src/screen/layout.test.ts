import { frameOf } from '../../../../src/screen/frame.ts';
import { layoutFor } from '../../../../src/screen/layout.ts';
import { reduceGuided } from '../../../../src/view/guided-action.ts';
import type { GuidedState } from '../../../../src/view/guided-state.ts';
import { UNZOOMED } from '../../../../src/view/scroll.ts';
import { AFTER_3B, BEFORE_3A, viewOf } from '../../../components/fixture.ts';

const SCROLLED = { from: 2, moves: [] };

/** What becomes of the wish to zoom in a terminal that is so wide, of the place in the text, and whether the help tells of `z`. */
function zoomedAt(columns: number) {
  const of = (pane: 'step' | 'keys', rows: number) => {
    const view = viewOf(
      [],
      { phase: 'lesson', step: '1a', pane, helpFor: 'step', scroll: SCROLLED },
      { columns, rows },
    );
    return frameOf({ ...view, guided: reduceGuided(view.guided, { type: 'zoom' }) }, 0);
  };
  const help = of('keys', 60).main.lines.flatMap((line) => line.map(({ text }) => text));
  const { zoom, scroll } = of('step', 20).settled;
  return { zoom, scroll, helps: help.some((text) => text.includes('the whole width')) };
}

test('a wish to zoom is done where there is room for a sidebar, and forgotten where there is none; the place stays', () => {
  expect(zoomedAt(80)).toEqual({ zoom: { zoomed: true, other: false }, scroll: SCROLLED, helps: true });
  expect(zoomedAt(79)).toEqual({ zoom: UNZOOMED, scroll: SCROLLED, helps: false });
});

/** Columns of the sidebar, the step and the second pane, without the rules between them; of a step that has shown its call, or has not yet. */
function columnsAt(columns: number, called = false, guided: Partial<GuidedState> = {}) {
  const view = viewOf(called ? AFTER_3B : BEFORE_3A, { step: called ? '3b' : '3a', ...guided }, { columns, rows: 40 });
  const { sidebar, main, second } = layoutFor(view);
  expect(sidebar + main.columns + second).toBe(columns);
  return [sidebar, main.columns, second];
}

test('a second pane stands beside a step where both have room; evidence that needs the room has it first', () => {
  expect(columnsAt(80)).toEqual([27, 53, 0]);
  expect(columnsAt(120)).toEqual([27, 93, 0]);
  expect(columnsAt(129)).toEqual([27, 102, 0]);
  expect(columnsAt(130)).toEqual([27, 54, 49]);
  expect(columnsAt(160)).toEqual([27, 65, 68]);
  expect(columnsAt(200)).toEqual([27, 85, 88]);
});

test('what a step shows is never narrower for the second pane than it has to be', () => {
  expect(columnsAt(120, true)).toEqual([27, 93, 0]);
  expect(columnsAt(130, true)).toEqual([0, 72, 58]);
  expect(columnsAt(160, true)).toEqual([27, 72, 61]);
  expect(columnsAt(200, true)).toEqual([27, 85, 88]);
});

test('evidence that leaves too little for a second pane has the whole width', () => {
  const call = { way: ['you', 'gate', 'guard', 'steward', 'cellar'], hops: [], traceId: '', log: [] };
  const exhibit = { kind: 'call' as const, title: 'The way', call, judge: 'the cellar', claims: [] };
  const view = viewOf(AFTER_3B, { step: '3b' }, { columns: 130, rows: 40 });
  const lesson = view.lesson.map((step) => ({ ...step, exhibits: () => [exhibit] }));
  expect(layoutFor({ ...view, lesson })).toMatchObject({ sidebar: 27, second: 0 });
  expect(layoutFor({ ...view, lesson, size: { columns: 150, rows: 40 } }).second).toBeGreaterThan(40);
});

test('nothing beside the step is a choice, too, and so is the whole width; what a key has opened needs no second pane', () => {
  expect(columnsAt(160, true, { second: 'nothing' })).toEqual([27, 133, 0]);
  expect(columnsAt(160, true, { zoom: { zoomed: true, other: false } })).toEqual([0, 160, 0]);
  expect(columnsAt(160, true, { zoom: { zoomed: undefined, other: true } })).toEqual([0, 160, 0]);
  for (const pane of ['hops', 'logs', 'token', 'through'] as const)
    expect(columnsAt(160, true, { pane })).toEqual([27, 133, 0]);
});
