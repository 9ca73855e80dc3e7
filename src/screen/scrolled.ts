import { NEWEST, type Scroll, type ScrollMove } from '../view/scroll.ts';

/** The first line to show of so many, where so many fit: each move as far as it can be done, one after the other. */
export function firstLine(
  { from, moves }: Scroll,
  { lines, height, found }: { lines: number; height: number; found?: number | undefined },
): number {
  const last = lastScroll(lines, height);
  return moves.reduce<number>(
    (line, move) => Math.max(0, Math.min(moved(line, move, { height, last, found }), last)),
    Math.min(from, last),
  );
}

/** The first line to show where one line has to be in view: that one in the middle, as far as there is something around it. */
export function firstAround(focus: number, { lines, height }: { lines: number; height: number }): number {
  return Math.max(0, Math.min(focus - Math.floor(height / 2), lastScroll(lines, height)));
}

/** The line to which so many lines can be scrolled at most. */
export function lastScroll(lines: number, height: number): number {
  return Math.max(0, lines - height);
}

function moved(
  line: number,
  move: ScrollMove,
  { height, last, found = line }: { height: number; last: number; found: number | undefined },
): number {
  if (move === 'top') return 0;
  if (move === 'end') return last;
  // In view already, it stays where it is.
  if (move === 'found') return found >= line && found < line + height ? line : found - Math.floor(height / 2);
  // A line of the page before stays in view.
  return line + ('lines' in move ? move.lines : move.pages * (height - 1));
}

/** The wish when it was fulfilled: a log that is at its end stays there while it grows. */
export function settledScroll(first: number, last: number, follows: boolean): Scroll {
  return follows && first >= last ? NEWEST : { from: first, moves: [] };
}
