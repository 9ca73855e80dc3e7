import { crossingsOf } from '../lesson/crossings.ts';
import type { Exhibit } from '../lesson/exhibit.ts';
import { draftOf } from '../view/draft.ts';
import { entriesOf, evidenceAtHand, evidenceExhibits } from '../view/evidence.ts';
import { callToGoThrough, comparedAtHand, exhibitsAtHand, exhibitsOfStep } from '../view/exhibits.ts';
import { logTabs } from '../view/log-entries.ts';
import { goneOf } from '../view/motion.ts';
import { originWords } from '../view/origin.ts';
import { situationOf } from '../view/situation.ts';
import { textOf, type View } from '../view/view.ts';
import { evidenceLines } from './exhibits/evidence.ts';
import { wholeExchangeLines } from './exhibits/exchange.ts';
import { exhibitLines, exhibitLinesInStep } from './exhibits/exhibit-lines.ts';
import { formLines } from './form-lines.ts';
import { glossaryLines } from './glossary-lines.ts';
import { keyLines } from './key-lines.ts';
import { hasSecond, isZoomable, layoutFor } from './layout.ts';
import { BLANK, blocks, type Line, line, nothingYet, paragraph, span, widthOf } from './lines.ts';
import { logHead, logLines } from './log-lines.ts';
import { questionLines } from './question-lines.ts';
import { stepLines } from './step-lines.ts';
import { stepList } from './step-list.ts';
import { throughLines, underWayLines } from './through-lines.ts';

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
  /** How many words of it can be opened where they stand; none where it is left out. */
  readonly words?: number;
  /** Of the lines, the one to which one goes that has just opened a word. */
  readonly found?: number;
}

/** The pane that is open, as lines. `now` (ms since the epoch) is read by the countdown alone. */
export function paneContent(view: View, now: number): PaneContent {
  const { main } = layoutFor(view);
  const { head: ownHead = [], ...rest } = content(view, main.columns, now);
  const head = [...longNotice(view, main.columns), ...ownHead];
  return { head, ...rest, height: Math.max(1, main.rows - head.length) };
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
export function choicesIn(view: View): number {
  const { guided, lesson } = view;
  switch (guided.pane) {
    case 'through':
      return crossingsIn(view);
    case 'hops':
    case 'hop':
      return entriesOf(evidenceAtHand(view)).length;
    case 'logs':
      return logTabs(view).length;
    case 'steps':
      return lesson.length;
    case 'form':
      return draftOf(view)?.form.length ?? 0;
    default:
      return 0;
  }
}

function content(view: View, width: number, now: number): Omit<PaneContent, 'head' | 'height'> & { head?: Line[] } {
  const { guided } = view;
  switch (guided.pane) {
    case 'step':
      return stepContent(view, width);
    case 'form':
      return formPane(view, width);
    case 'through': {
      if (guided.work) return { lines: blocks(questionLines(view, width), underWayLines(width)) };
      const call = callToGoThrough(view);
      if (!call) return { lines: nothingYet() };
      const through = throughLines(call, { crossing: guided.cursor, gone: goneOf(guided, now) }, width);
      return { ...through, head: [...originHead(view, [call], width), ...through.head] };
    }
    case 'hops':
      return evidencePane(view, width);
    case 'hop': {
      const entry = entriesOf(evidenceAtHand(view))[guided.cursor];
      if (!entry) return { lines: nothingYet() };
      return { head: originHead(view, evidenceExhibits(view), width), lines: wholeExchangeLines(entry, { width }) };
    }
    case 'token':
      return exhibitPane(view, exhibitsAtHand(view, 'token'), width, now);
    case 'logs':
      return {
        head: [...logHead(view, guided.cursor, width), BLANK],
        lines: logLines(view, guided.cursor, width),
      };
    case 'compare':
      // Columns have heads of their own, and need the rows.
      return {
        head: originHead(view, comparedAtHand(view), width),
        lines: exhibitPane(view, comparedAtHand(view), width, now).lines,
      };
    case 'glossary':
      return { head: titled('The words of this lesson'), lines: glossaryLines(textOf(view, guided.step), width) };
    case 'keys':
      return {
        head: titled(`Keys in ${guided.helpFor === 'step' ? `step ${textOf(view, guided.step).id}` : 'what is open'}`),
        // Also those that scroll: whether there is something to scroll changes with every window size.
        lines: keyLines(
          {
            ...situationOf(view, {
              scrollable: true,
              zoomable: isZoomable(view),
              hasSecond: hasSecond(view),
              words: true,
            }),
            pane: guided.helpFor,
          },
          width,
          view.about.keysInWords,
        ),
      };
    case 'steps':
      return { head: titled('The steps of this lesson'), ...stepList(view, width) };
  }
}

function stepContent(view: View, width: number): { lines: Line[]; words: number; found?: number } {
  const { lines, words, meaning } = stepLines(view, width);
  return { lines, words, ...(meaning && { found: lines.indexOf(meaning) }) };
}

/** What the step asks for, and below it what came of it before. */
function formPane(view: View, width: number): { head?: Line[]; lines: Line[] } {
  const { id, title } = textOf(view, view.guided.step);
  const draft = draftOf(view);
  if (!draft) return { lines: nothingYet() };
  const before = exhibitsOfStep(view, id).filter(({ kind }) => kind === 'table');
  return { head: titled(title), lines: blocks(formLines(draft, width), exhibitLinesInStep(before, width)) };
}

/** What can be opened, under the title of the call where there is nothing else. */
function evidencePane(view: View, width: number): { head?: Line[]; lines: Line[]; focus?: number } {
  const evidence = evidenceAtHand(view);
  const { call, exchanges } = evidence;
  const entries = entriesOf(evidence);
  if (entries.length === 0) return { lines: nothingYet() };
  const lines = evidenceLines(evidence, entries.length - exchanges.length, { width, chosen: view.guided.cursor });
  // A login has more hops than rows: the chosen one stays in view.
  const focus = view.guided.cursor > 0 ? lines.findIndex(([first]) => first?.text === CHOSEN) : -1;
  const head = [
    ...originHead(view, evidenceExhibits(view), width),
    ...(call && exchanges.length === 0 ? titled(call.title) : []),
  ];
  return { head, lines, ...(focus > 0 && call?.call.way.length === 0 && { focus }) };
}

/** What stands before the chosen hop. */
const CHOSEN = '▸ ';

/** Exhibits of one shape, under their title where it is one. */
function exhibitPane(
  { guided }: View,
  exhibits: readonly Exhibit[],
  width: number,
  now: number,
): { head?: Line[]; lines: Line[] } {
  const [first, ...others] = exhibits;
  if (!first) return { lines: nothingYet() };
  const { cursor: chosen, otherwise, allRows } = guided;
  const lines = exhibitLines(exhibits, { width, now, chosen, otherwise, allRows });
  return { ...(others.length === 0 && { head: titled(first.title) }), lines };
}

/** Whose it is that is shown, where that is not clear of itself. */
function originHead(view: View, exhibits: readonly Exhibit[], width: number): Line[] {
  const words = originWords(view, exhibits);
  return words === undefined ? [] : paragraph(words, width, 'busy');
}

/** Crossings of the call that is gone through. */
function crossingsIn(view: View): number {
  const call = callToGoThrough(view)?.call;
  return call ? crossingsOf(call).length : 0;
}

function titled(title: string): Line[] {
  return [line(title, 'heading'), BLANK];
}
