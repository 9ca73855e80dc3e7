import { exhibitsOfStep } from '../view/exhibits.ts';
import type { Zoom } from '../view/scroll.ts';
import type { Size, View } from '../view/view.ts';
import { wantedWidth } from './exhibits/exhibit-lines.ts';

/** The smallest terminal on which the lesson is legible. */
const SMALLEST: Size = { columns: 60, rows: 20 };

/** Where everything stands. All numbers are columns or rows. */
export interface Layout {
  readonly tooSmall: boolean;
  /** One row short of the terminal: a frame as tall as the terminal would scroll it. */
  readonly frame: Size;
  /** Width of the steps and parts beside the main pane, with the rule between them; 0 where they are not there. */
  readonly sidebar: number;
  readonly main: Size;
}

/** From this width on the steps stand beside the step's text. */
const SIDEBAR_FROM = 80;
/** Columns of the sidebar. */
export const SIDEBAR = 24;
/** Between sidebar and main pane. */
export const RULE = ' │ ';
/** From here on there is room for the sidebar beside a pane of evidence, too. */
const ROOMY = 130;
/** What there is room for, by the size of the terminal and what is shown. */
export function layoutFor(view: View): Layout {
  const { columns, rows } = view.size;
  const lesson = view.guided.phase === 'lesson';
  const sidebar = lesson && showsSidebar(view) ? SIDEBAR + RULE.length : 0;
  // Header and a blank row above; status line and keys below. Without a sidebar the parts take a row.
  const chrome = lesson && sidebar === 0 ? 5 : 4;
  const frame = { columns, rows: rows - 1 };
  return {
    tooSmall: columns < SMALLEST.columns || rows < SMALLEST.rows,
    frame,
    sidebar,
    main: { columns: columns - sidebar, rows: frame.rows - chrome },
  };
}

/** Whether there is room for the sidebar beside a step at all. */
export function isZoomable({ size }: Pick<View, 'size'>): boolean {
  return size.columns >= SIDEBAR_FROM;
}

function showsSidebar(view: View): boolean {
  const { guided, size } = view;
  if (!isZoomable(view)) return false;
  if (guided.pane !== 'step') return size.columns >= ROOMY && guided.pane !== 'compare';
  const shows = guided.zoom.zoomed === undefined ? fitsBesideEvidence(view) : !guided.zoom.zoomed;
  return guided.zoom.other ? !shows : shows;
}

/** It gives way to evidence that fits beside no sidebar. */
function fitsBesideEvidence(view: View): boolean {
  const { columns } = view.size;
  const wanted = wantedWidth(exhibitsOfStep(view, view.guided.step));
  return columns - SIDEBAR - RULE.length >= wanted || columns < wanted;
}

/** The wish when it was fulfilled, or could not be. */
export function settledZoom(view: View, { sidebar }: Layout): Zoom {
  const { zoom, pane } = view.guided;
  if (!zoom.other || pane !== 'step') return zoom;
  return isZoomable(view) ? { zoomed: sidebar === 0, other: false } : { ...zoom, other: false };
}
