import type { StepState } from '../lesson/state.ts';
import type { Question, Work } from '../view/guided-state.ts';
import { stateOf, type View } from '../view/view.ts';
import { cut, type Line, padded, span } from './lines.ts';

/** The row above the keys: a line; while something is at work, behind a spinner, and a bar where it is known how much is done. */
export interface StatusLine {
  readonly line: Line;
  /** Columns that are left for the line. */
  readonly width: number;
  readonly work?: { /** From 0 to 1. */ readonly fraction: number | undefined };
}

/** Columns of the bar. */
export const BAR = 20;
const SPINNER = 2;

/** The question that is open, or the work that goes on, or what the last key did; and where in the pane one is, e.g. `↓ 12 more lines`. */
export function statusLine(view: View, notice: string, place: string, now: number): StatusLine {
  const { guided, size } = view;
  const width = size.columns;
  if (guided.question !== undefined) return asking(guided.question, width, now);
  if (guided.work) return working(guided.work, stateOf(view, guided.step), width, now);
  const said = padded([span(cut(notice, width - place.length - 1), 'busy')], width - place.length);
  return { line: [...said, span(place, 'muted')], width };
}

/** What is asked only for a while says for how long. */
function asking({ text, until }: Question, width: number, now: number): StatusLine {
  const left = until === undefined ? '' : ` · ${clock(until - now)} left`;
  return {
    line: [span('? ', 'decides'), span(left ? cut(text, width - 2 - left.length) + left : text, 'heading')],
    width,
  };
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function working(work: Work, step: StepState | undefined, columns: number, now: number): StatusLine {
  const seconds = Math.floor((now - work.since) / 1_000);
  const fraction = step?.fraction;
  const doing = work.cancelling ? 'cancelling' : describe(work, step);
  // Some work tells its own time.
  const elapsed = seconds > 0 && !/· \d+ s\b/.test(doing) ? ` · ${seconds} s` : '';
  const width = columns - SPINNER - (fraction === undefined ? 0 : BAR + 1);
  return { line: [span(cut(doing, width - elapsed.length) + elapsed)], width, work: { fraction } };
}

function describe({ kind, step: id }: Work, step: StepState | undefined): string {
  if (kind === 'open') return 'opening the lesson';
  if (kind === 'close') return 'ending the lab';
  const what = step?.progress || (step?.status === 'verifying' ? 'looking at what is there' : 'at work');
  return `${kind === 'bring-back' ? `bringing the lab back: ${id}` : id}  ${what}`;
}
