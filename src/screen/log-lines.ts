import type { LogLine } from '../evidence/log-line.ts';
import type { PartState } from '../evidence/part-state.ts';
import { logEntries, logTabs, partOfTab, stepsBegun } from '../view/log-entries.ts';
import { shownParts } from '../view/shown-parts.ts';
import type { Size, View } from '../view/view.ts';
import { PART_MARKS } from './glyphs.ts';
import { cut, hanging, type Line, line, span } from './lines.ts';

/** The tab that is of all parts. */
const ALL_PARTS = 0;

/** The part, as far as it can be seen from outside: state, address, version and process or container. */
function partLine({ part, status, url, version, place }: PartState, width: number): Line {
  const { glyph, style } = PART_MARKS[status];
  const facts = cut([url, version, place].filter(Boolean).join(' · '), Math.max(width - 22, 1));
  return [span(`${glyph} ${part.padEnd(9)}`, style), span(`${status.padEnd(9)} `, style), span(facts)];
}

/** What stands above the log: the tabs, and the part or parts that it is of. */
export function logHead(view: View, tab: number, width: number): Line[] {
  const names = logTabs(view);
  const shown = partOfTab(view, tab);
  const tabs = names.map((name, index) =>
    span(` ${index === tab ? `▸${name}` : ` ${name}`} `, index === tab ? 'selected' : 'plain'),
  );
  const parts = shownParts(view).filter(({ part }) => shown === undefined || part === shown);
  return [tabs, ...parts.map((part) => partLine(part, width))];
}

/** The lines that one part logged, or all of them in the order of time. */
export function logLines(view: View, tab: number, width: number): Line[] {
  const entries = logEntries(view, tab);
  if (entries.length === 0) return [line('Nothing was logged yet.', 'muted')];
  return byStep(view, entries, (entry) => rowsOf(entry, partOfTab(view, tab) === undefined, width));
}

/** The newest lines of all parts, as many as there are rows for. */
export function newestLogLines(view: View, { columns, rows }: Size): Line[] {
  const entries = logEntries(view, ALL_PARTS).slice(-rows);
  if (entries.length === 0) return [line('Nothing was logged yet.', 'muted')];
  return byStep(view, entries, (entry) => rowsOf(entry, true, columns)).slice(-rows);
}

/** Rows of entries, under the step that had begun when they were logged: a part tells of all steps in one log. */
function byStep({ session }: View, entries: readonly LogLine[], rows: (entry: LogLine) => readonly Line[]): Line[] {
  const begun = stepsBegun(session);
  const stepAt = (at: number) => begun.findLast((step) => step.at <= at);
  let shown: string | undefined;
  return entries.flatMap((entry) => {
    const step = stepAt(entry.at);
    const isNew = step !== undefined && step.id !== shown;
    shown = step?.id;
    return [...(isNew ? [line(`── ${step.id} ${step.title}`, 'muted')] : []), ...rows(entry)];
  });
}

/** Rows of an entry, made once: a log that is shown while it grows would otherwise be wrapped anew for each frame. */
const made = new WeakMap<LogLine, { withPart: boolean; width: number; rows: Line[] }>();

function rowsOf(entry: LogLine, withPart: boolean, width: number): Line[] {
  const known = made.get(entry);
  if (known?.withPart === withPart && known.width === width) return known.rows;
  const time = new Date(entry.at).toISOString().slice(11, 23);
  const head = span(withPart ? `${time} ${entry.part.padEnd(9)}` : `${time} `, 'muted');
  const rows = hanging(head, entry.text, width);
  made.set(entry, { withPart, width, rows });
  return rows;
}
