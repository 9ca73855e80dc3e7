import { answerTo, newestCall } from '../lesson/call.ts';
import { comparison } from '../lesson/comparison.ts';
import { newestToken } from '../lesson/state.ts';
import { situationOf } from '../view/situation.ts';
import { textOf, type View } from '../view/view.ts';
import { compareLines } from './compare-lines.ts';
import { hopDiagram, LEGS } from './hop-diagram.ts';
import { hopLines } from './hop-lines.ts';
import { layoutFor } from './layout.ts';
import { BLANK, type Line, line, paragraph, span, widthOf } from './lines.ts';
import { glossaryLines, keyLines } from './list-lines.ts';
import { logHead, logLines, logTabs } from './log-lines.ts';
import { stepLines } from './step-lines.ts';
import { stepList } from './step-list.ts';
import { tokenLines } from './token-lines.ts';

/** Columns of `↓ 123 more lines` and of the gap before it. */
const PLACE = 18;

/** What the main pane shows: lines that stay in place, and lines that scroll below them. */
export interface PaneContent {
  readonly head: readonly Line[];
  readonly lines: readonly Line[];
  /** Rows that are left for the lines. */
  readonly height: number;
  /** Of the lines, the one that has to be in view, wherever they are scrolled to. */
  readonly focus?: number;
}

/** The pane that is open, as lines. `now` (ms since the epoch) is read by the countdown alone. */
export function paneContent(view: View, now: number): PaneContent {
  const { main } = layoutFor(view);
  const { head: ownHead = [], lines, focus } = content(view, main.columns, now);
  const head = [...longNotice(view, main.columns), ...ownHead];
  return { head, lines, height: Math.max(1, main.rows - head.length), ...(focus !== undefined && { focus }) };
}

/** Whether the status line has room for the notice, beside the place in the pane. */
export function fitsStatus({ guided, size }: Pick<View, 'guided' | 'size'>): boolean {
  return widthOf([span(guided.notice)]) + PLACE <= size.columns;
}

/** A notice that is too long for the status line, whole: it may be a path. It stays in view wherever the pane is scrolled to. */
function longNotice(view: View, width: number): Line[] {
  return fitsStatus(view) ? [] : [...paragraph(view.guided.notice, width, 'busy'), BLANK];
}

/** How many things can be chosen in the pane. */
export function choicesIn({ guided, lesson, session }: View): number {
  switch (guided.pane) {
    case 'hops':
    case 'hop':
      return LEGS.length;
    case 'logs':
      return logTabs(session).length;
    case 'steps':
      return lesson.length;
    default:
      return 0;
  }
}

function content(view: View, width: number, now: number): { head?: Line[]; lines: Line[]; focus?: number } {
  const { session, guided } = view;
  switch (guided.pane) {
    case 'step':
      return { lines: stepLines(view, width) };
    case 'hops':
      return {
        head: titled('The newest call, hop by hop'),
        lines: hopDiagram(newestCall(session), { width, chosen: guided.cursor }),
      };
    case 'hop': {
      const to = LEGS[guided.cursor]?.[1];
      return {
        lines: hopLines(
          newestCall(session)?.hops.find((hop) => hop.to === to),
          width,
        ),
      };
    }
    case 'token': {
      const issued = newestToken(session);
      return {
        head: titled('The access token, decoded'),
        lines: issued
          ? tokenLines(issued.token, {
              width,
              now,
              withoutScope: guided.withoutScope,
              checkedBy: answerTo(session, issued),
            })
          : [line('No token was issued yet.', 'muted')],
      };
    }
    case 'logs':
      return {
        head: [...logHead(session, guided.cursor, width), BLANK],
        lines: logLines(session, guided.cursor, width),
      };
    case 'compare': {
      const rows = comparison(session);
      return { lines: rows ? compareLines(rows, width) : [line('One of the two calls was not made yet.', 'muted')] };
    }
    case 'glossary':
      return { head: titled('The words of this lesson'), lines: glossaryLines(width) };
    case 'keys':
      return {
        head: titled(`Keys in ${guided.helpFor === 'step' ? `step ${textOf(view, guided.step).id}` : 'what is open'}`),
        // Also those that scroll: whether there is something to scroll changes with every window size.
        lines: keyLines({ ...situationOf(view, true), pane: guided.helpFor }, width, view.about.keysInWords),
      };
    case 'steps':
      return { head: titled('The steps of this lesson'), ...stepList(view, width) };
  }
}

function titled(title: string): Line[] {
  return [line(title, 'heading'), BLANK];
}
