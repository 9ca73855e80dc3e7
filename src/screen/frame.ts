import { chapterOf } from '../lesson/chapter-state.ts';
import type { GuidedState } from '../view/guided-state.ts';
import { isStill, movedTo } from '../view/motion.ts';
import { situationOf } from '../view/situation.ts';
import { type Size, textOf, type View } from '../view/view.ts';
import { footerLine } from './footer-line.ts';
import { headerLine, placeText } from './header-line.ts';
import { hasSecond, isZoomable, layoutFor, RULE, SIDEBAR, settledZoom } from './layout.ts';
import { BLANK, fitted, type Line, padded, span } from './lines.ts';
import { choicesIn, fitsStatus, paneContent } from './pane-content.ts';
import { firstAround, firstLine, lastScroll, settledScroll } from './scrolled.ts';
import { found, marked, searchWords } from './search.ts';
import { secondLines } from './second-lines.ts';
import { partsLine, sidebarLines } from './sidebar-lines.ts';
import { type StatusLine, statusLine } from './status-line.ts';
import { tooSmallLines } from './too-small-lines.ts';
import { welcomeLines } from './welcome-lines.ts';

/** All that is on the screen at one moment, as lines. Whoever paints it decides nothing any more. */
export interface Frame {
  readonly size: Size;
  /** Above all else, in its own rows. */
  readonly top: readonly Line[];
  /** The steps and the parts beside the main pane; of no width where they are not there. */
  readonly sidebar: { readonly width: number; readonly lines: readonly Line[] };
  readonly main: Size & { readonly lines: readonly Line[] };
  /** What stands beside a step; of no width where there is nothing. */
  readonly second: { readonly width: number; readonly lines: readonly Line[] };
  /** The last two rows; a terminal that is too small has none. */
  readonly status?: StatusLine;
  readonly footer?: Line;
  /** Milliseconds after which it looks otherwise, by the time alone; undefined where it stays as it is. */
  readonly changesIn: number | undefined;
  /** What the keyboard asked for, as far as it could be done: what is asked for next goes on from here. */
  readonly settled: Pick<GuidedState, 'scroll' | 'zoom' | 'cursor' | 'motion' | 'word'>;
}

/** What counts seconds, and what is seen to move. */
const SECOND = 1_000;
const MOVEMENT = 80;

const NO_PANE = { width: 0, lines: [] };

/** The frame of a view at a time (ms since the epoch). Lays each pane out once. */
export function frameOf(view: View, now: number): Frame {
  const { tooSmall } = layoutFor(view);
  if (tooSmall) return tooSmallFrame(view);
  return view.guided.phase === 'welcome' ? welcomeFrame(view, now) : lessonFrame(view, now);
}

function tooSmallFrame({ size, guided }: View): Frame {
  const frame = { columns: size.columns, rows: size.rows - 1 };
  return {
    size: frame,
    top: tooSmallLines(size).slice(0, frame.rows),
    sidebar: NO_PANE,
    main: { columns: 0, rows: 0, lines: [] },
    second: NO_PANE,
    changesIn: undefined,
    settled: guided,
  };
}

function welcomeFrame(view: View, now: number): Frame {
  const { guided, about } = view;
  const { frame, main } = layoutFor(view);
  return {
    size: frame,
    top: [headerLine(about.course.title, '', `tutorial-tui ${about.version}`, frame.columns), BLANK],
    sidebar: NO_PANE,
    main: { ...main, lines: welcomeLines(view, main) },
    second: NO_PANE,
    status: statusLine(view, guided.notice, '', now),
    footer: footerLine(
      situationOf(view, { scrollable: false, zoomable: false, hasSecond: false, words: false }),
      frame.columns,
      about.keysInWords,
    ),
    changesIn: guided.work ? SECOND : undefined,
    settled: guided,
  };
}

function lessonFrame(wished: View, now: number): Frame {
  const choices = choicesIn(wished);
  // Where there is nothing to choose, what was chosen before is kept: the help leads back to it.
  const { cursor, motion } = choices === 0 ? wished.guided : movedTo(wished.guided, choices, now);
  const view = { ...wished, guided: { ...wished.guided, cursor, motion } };
  const moves = !isStill(view.guided, choices, now);
  const { guided, session, about } = view;
  const layout = layoutFor(view);
  const { frame, main, sidebar, second } = layout;
  const { head, lines, height, focus, words = 0, found: opened } = paneContent(view, now);
  const showsToken = guided.pane === 'token' || (second > 0 && guided.second === 'token');
  // None, where the text has none.
  const word = opened === undefined ? undefined : guided.word;
  const last = lastScroll(lines.length, height);
  const places = found(lines, guided.search);
  const fits = { lines: lines.length, height, found: opened ?? places.lines[places.place] };
  const first = focus === undefined ? firstLine(guided.scroll, fits) : firstAround(focus, fits);
  const { id, title } = textOf(view, guided.step);
  const chapter = chapterOf(session, id);
  const number = chapter ? `${chapter.steps.indexOf(id) + 1} of ${chapter.steps.length}` : '';
  const header = headerLine(chapter?.title ?? '', `${id} ${title}`, number, frame.columns);
  const place = placeText(lines.length - first - height, first);
  return {
    size: frame,
    top: sidebar === 0 ? [header, partsLine(view, frame.columns), BLANK] : [header, BLANK],
    sidebar: sidebar === 0 ? NO_PANE : { width: sidebar, lines: besideMain(view, main.rows) },
    main: {
      ...main,
      lines: [...head, ...lines.slice(first, first + height).map((each) => marked(each, guided.search.text))],
    },
    second: second === 0 ? NO_PANE : { width: second, lines: besideStep(view, second, main.rows, now) },
    status: statusLine(view, fitsStatus(view) ? guided.notice || searchWords(guided, places) : '', place, now),
    footer: footerLine(
      situationOf(
        { ...view, guided: { ...guided, word } },
        {
          scrollable: last > 0,
          zoomable: isZoomable(view),
          hasSecond: hasSecond(view),
          words: words > 0,
        },
      ),
      frame.columns,
      about.keysInWords,
    ),
    changesIn: moves ? MOVEMENT : guided.work || showsToken ? SECOND : undefined,
    settled: {
      scroll: settledScroll(first, last, guided.pane === 'logs'),
      zoom: settledZoom(view, layout),
      cursor,
      motion,
      word,
    },
  };
}

/** What stands beside a step, with the rule before it. */
function besideStep(view: View, width: number, rows: number, now: number): Line[] {
  const lines = secondLines(view, { columns: width - RULE.length, rows }, now);
  return Array.from({ length: rows }, (_, row) => [span(RULE, 'muted'), ...(lines[row] ?? BLANK)]);
}

/** The steps and the parts, with the rule between them and the main pane. */
function besideMain(view: View, rows: number): Line[] {
  const lines = sidebarLines(view, SIDEBAR, rows);
  return Array.from({ length: rows }, (_, row) => [
    ...padded(fitted(lines[row] ?? BLANK, SIDEBAR), SIDEBAR),
    span(RULE, 'muted'),
  ]);
}
