import { exhibitsOfStep } from '../view/exhibits.ts';
import type { Zoom } from '../view/scroll.ts';
import type { Size, View } from '../view/view.ts';
import { wantedWidth } from './exhibits/exhibit-lines.ts';
import { questionWidth } from './question-lines.ts';

/** The smallest terminal on which the lesson is legible. */
export const SMALLEST: Size = { columns: 60, rows: 20 };

/** Where everything stands. All numbers are columns or rows. */
export interface Layout {
  readonly tooSmall: boolean;
  /** One row short of the terminal: a frame as tall as the terminal would scroll it. */
  readonly frame: Size;
  /** Width of the steps and parts beside the main pane, with the rule between them; 0 where they are not there. */
  readonly sidebar: number;
  /** Width of the second pane beside a step, with the rule between them; 0 where it is not there. */
  readonly second: number;
  readonly main: Size;
}

/** From this width on the steps stand beside the step's text. */
const SIDEBAR_FROM = 80;
/** Columns of the sidebar. */
export const SIDEBAR = 24;
/** Between sidebar and main pane. */
export const RULE = ' │ ';
/** From here on there is room for the sidebar beside a pane of evidence, too, and for a second pane beside a step. */
const ROOMY = 130;
/** Columns that the text of a step needs beside a second pane, and that the second pane needs. */
const TEXT = 54;
const SECOND = 44;

/** What there is room for, by the size of the terminal and what is shown. */
export function layoutFor(view: View): Layout {
  const { columns, rows } = view.size;
  const lesson = view.guided.phase === 'lesson';
  const { sidebar, second } = lesson ? besideMain(view) : NOTHING;
  // Header and a blank row above; status line and keys below. Without a sidebar the parts take a row.
  const chrome = lesson && sidebar === 0 ? 5 : 4;
  const frame = { columns, rows: rows - 1 };
  return {
    tooSmall: columns < SMALLEST.columns || rows < SMALLEST.rows,
    frame,
    sidebar,
    second,
    main: { columns: columns - sidebar - second, rows: frame.rows - chrome },
  };
}

/** Whether there is room for the sidebar beside a step at all. */
export function isZoomable({ size }: Pick<View, 'size'>): boolean {
  return size.columns >= SIDEBAR_FROM;
}

/** Whether there is room for a second pane beside a step. */
export function hasSecond({ size }: Pick<View, 'size'>): boolean {
  return size.columns >= ROOMY;
}

type Beside = Pick<Layout, 'sidebar' | 'second'>;

const NOTHING: Beside = { sidebar: 0, second: 0 };
const SIDEBAR_ALONE: Beside = { sidebar: SIDEBAR + RULE.length, second: 0 };

function besideMain(view: View): Beside {
  const { guided, size } = view;
  if (!isZoomable(view)) return NOTHING;
  if (guided.pane !== 'step') return size.columns >= ROOMY && guided.pane !== 'compare' ? SIDEBAR_ALONE : NOTHING;
  const fitting = besideStep(view);
  const { zoomed = fitting === NOTHING, other } = guided.zoom;
  if (zoomed !== other) return NOTHING;
  return fitting === NOTHING ? SIDEBAR_ALONE : fitting;
}

/** What fits beside a step: the sidebar gives way to evidence that needs the room, and so does the second pane. */
function besideStep(view: View): Beside {
  const { columns } = view.size;
  const wanted = Math.max(questionWidth(view), wantedWidth(exhibitsOfStep(view, view.guided.step)));
  if (hasSecond(view) && view.guided.second !== 'nothing') {
    const text = Math.max(TEXT, wanted);
    const sidebar = columns - SIDEBAR_ALONE.sidebar - RULE.length - SECOND >= text ? SIDEBAR_ALONE.sidebar : 0;
    const room = columns - sidebar - RULE.length;
    const second = Math.min(Math.floor(room / 2), room - text);
    if (second >= SECOND) return { sidebar, second: second + RULE.length };
  }
  return columns - SIDEBAR_ALONE.sidebar >= wanted || columns < wanted ? SIDEBAR_ALONE : NOTHING;
}

/** The wish when it was fulfilled, or could not be. */
export function settledZoom(view: View, { sidebar, second }: Layout): Zoom {
  const { zoom, pane } = view.guided;
  if (!zoom.other || pane !== 'step') return zoom;
  return isZoomable(view) ? { zoomed: sidebar + second === 0, other: false } : { ...zoom, other: false };
}
