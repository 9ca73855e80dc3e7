import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { LONGEST_SENTENCE, printable, printableLine } from '../evidence/printable.ts';
import type { Style } from './theme.ts';

/** A run of text with one meaning, made by span(): nothing in it is a command to the terminal. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** One line of the screen. What a pane shows is a list of them, so that it can be scrolled by whole lines. */
export type Line = readonly Span[];

/** Prose is not set wider than this, in columns. */
export const PROSE = 92;

/** A line with nothing in it. */
export const BLANK: Line = [];

/** Text of one style, made harmless for a terminal and at most a sentence long. */
export function span(text: string, style: Style = 'plain'): Span {
  return { text: printableLine(text, LONGEST_SENTENCE), style };
}

/** One line of one meaning, as long as it is. */
export function line(text: string, style: Style = 'plain'): Line {
  return [span(text, style)];
}

/** What is said where there is nothing to show. */
export function nothingYet(): Line[] {
  return [line('There is nothing of it yet.', 'muted')];
}

/** The text in lines of at most `width` columns; line breaks in it are kept. Of more than `limit` code units it is cut. */
export function paragraph(text: string, width: number, style: Style = 'plain', limit?: number): Line[] {
  return wrap(text, width, limit).map((row) => [span(row, style)]);
}

/** A head, and the text beside it, continued below itself. */
export function hanging(head: Span, text: string, width: number, style: Style = 'plain'): Line[] {
  const indent = stringWidth(head.text);
  if (indent + MINIMAL_WIDTH > width) return [[head], ...paragraph(text, width, style)];
  return wrap(text, width - indent).map((row, index) => [
    index === 0 ? head : span(' '.repeat(indent)),
    span(row, style),
  ]);
}

/** Short texts one after the other, as many in a row as fit; none is broken. */
export function flow(texts: readonly string[], width: number, style: Style = 'plain'): Line[] {
  const rows: string[] = [];
  for (const text of texts) {
    const row = rows.at(-1);
    if (row !== undefined && stringWidth(row) + GAP.length + stringWidth(text) <= width)
      rows[rows.length - 1] = row + GAP + text;
    else rows.push(cut(text, width));
  }
  return rows.map((row) => [span(row, style)]);
}

/** Lines moved to the right. */
export function indented(lines: readonly Line[], by: number): Line[] {
  return lines.map((each) => (each.length === 0 ? each : [span(' '.repeat(by)), ...each]));
}

/** Blocks with a blank line between them; empty ones leave no gap. */
export function blocks(...parts: readonly (readonly Line[] | undefined | false)[]): Line[] {
  return parts
    .filter((part): part is readonly Line[] => Boolean(part && part.length > 0))
    .flatMap((part, index) => (index === 0 ? part : [BLANK, ...part]));
}

/** Two lists of lines beside each other, with a rule between them. */
export function beside(left: readonly Line[], right: readonly Line[], leftWidth: number): Line[] {
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, row) => [
    ...padded(left[row] ?? BLANK, leftWidth),
    span(' │ ', 'muted'),
    ...(right[row] ?? BLANK),
  ]);
}

/** The line filled up with spaces to the width. */
export function padded(each: Line, width: number): Line {
  const missing = width - widthOf(each);
  return missing > 0 ? [...each, span(' '.repeat(missing))] : each;
}

/** The line cut to the width. */
export function fitted(each: Line, width: number): Line {
  if (widthOf(each) <= width) return each;
  const kept: Span[] = [];
  let room = width;
  for (const { text, style } of each) {
    if (room <= 0) break;
    const part = cut(text, room);
    kept.push(span(part, style));
    room -= stringWidth(part);
  }
  return kept;
}

/** Columns that a line takes. */
export function widthOf(each: Line): number {
  return each.reduce((sum, { text }) => sum + stringWidth(text), 0);
}

/** Text in rows of at most `width` columns; words that are longer than a row are cut. */
export function wrap(text: string, width: number, limit = LONGEST_SENTENCE): string[] {
  // A log of a thousand lines a second is nearly always of this kind, and wrapping by grapheme takes a hundred times as long.
  const shown = printable(text, limit);
  if (ONE_COLUMN_EACH.test(shown)) return wrapPlain(shown, Math.max(width, 1));
  const rows = wrapAnsi(shown, Math.max(width, 1), { hard: true, trim: false }).split('\n');
  // A space at which a row was broken belongs to neither row.
  return rows.map((row, index) => (index > 0 && /^ \S/.test(row) ? row.slice(1) : row).trimEnd());
}

/** Text of which each character takes one column. */
function wrapPlain(text: string, width: number): string[] {
  const rows: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    // A word that is longer than a row, or blanks in front of one: cut where the row is full; a path or an address, after a slash.
    const at = space <= 0 || rest.slice(0, space).trim() === '' ? afterSlash(rest, width) : space;
    rows.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(rest[at] === ' ' ? at + 1 : at);
  }
  rows.push(rest.trimEnd());
  return rows;
}

function afterSlash(text: string, width: number): number {
  const at = text.lastIndexOf('/', width - 1) + 1;
  return at > width / 2 ? at : width;
}

/** The text cut to the width, with `…` where something is missing. */
export function cut(text: string, width: number): string {
  const clean = printableLine(text, LONGEST_SENTENCE);
  if (stringWidth(clean) <= width) return clean;
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(clean)) {
    if (stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The end of the text in that width, with `…` where the beginning is missing. */
export function cutStart(text: string, width: number): string {
  const clean = printableLine(text, LONGEST_SENTENCE);
  if (stringWidth(clean) <= width) return clean;
  let kept = '';
  for (const { segment } of [...GRAPHEMES.segment(clean)].reverse()) {
    if (stringWidth(segment + kept) > width - 1) break;
    kept = segment + kept;
  }
  return `…${kept}`;
}

/** Between two texts of a flow. */
const GAP = '   ';
/** Below this many columns a text beside its head would be a column of letters. */
export const MINIMAL_WIDTH = 12;
const ONE_COLUMN_EACH = /^[\x20-\x7e]*$/;
const GRAPHEMES = new Intl.Segmenter();
