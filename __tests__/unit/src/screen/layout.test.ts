import { frameOf } from '../../../../src/screen/frame.ts';
import { reduceGuided } from '../../../../src/view/guided-action.ts';
import { UNZOOMED } from '../../../../src/view/scroll.ts';
import { viewOf } from '../../../components/fixture.ts';

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
