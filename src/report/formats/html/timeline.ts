import { durationText } from '../../../lesson/duration.ts';
import type { Report, ReportEntry, ReportedPart } from '../../report.ts';
import { scrolling } from './marks.ts';
import { type Markup, markup } from './markup.ts';

/** Units of the drawing. */
const WIDTH = 960;
const LABEL = 96;
const LANE = 34;
const TOP = 30;
/** Units that a step's id needs in its bar, and from a bar to a mark beside it. */
const ROOM_FOR_ID = 26;
const BESIDE = 7;
/** Lines of time at the most. */
const TICKS = 8;
/** Milliseconds; from how many on a time is told in minutes. */
const MINUTE = 60_000;
const IN_MINUTES = 2 * MINUTE;

/** A stretch of time, in milliseconds since the epoch. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: 'starting' | 'ready' | 'failed' | 'good' | 'bad' | 'open';
  readonly words: string;
  /** Written into it, where there is room. */
  readonly label?: string;
}

interface Lane {
  readonly name: string;
  readonly spans: readonly Span[];
}

/** When each part was started, was ready and ended, and when each step ran; as a drawing and, for whoever cannot see it, as a table. */
export function timeline(report: Report): Markup {
  const { at, tookMs, groups, parts } = report;
  const entries = groups.flatMap((group) => group.entries);
  const end = Math.max(at + tookMs, ...entries.map((entry) => (entry.at ?? 0) + (entry.tookMs ?? 0)));
  const lanes = [...parts.map((part) => partLane(part, end)), stepLane(entries, end)].filter(
    ({ spans }) => spans.length > 0,
  );
  if (lanes.length === 0 || end <= at) return markup``;
  return markup`<section aria-labelledby="time"><h2 id="time">Time line</h2>
<p class="muted">A part that is starting has a dashed edge, one that is ready a full one; one that failed, and a step that is not as it should be, bear ✗.</p>
${scrolling('Time line', drawing(lanes, at, end))}
<details class="more"><summary>The same as a table</summary><div class="inside">${scrolling('Time line as a table', table(lanes, at))}</div></details></section>`;
}

const WORDS = { starting: 'starts', ready: 'is ready', failed: 'failed' } as const;

function partLane({ part, history }: ReportedPart, end: number): Lane {
  const spans = history.flatMap(({ status, at }, index): Span[] => {
    if (status === 'off') return [];
    const to = history[index + 1]?.at ?? (status === 'failed' ? at : end);
    return [{ from: at, to, kind: status, words: WORDS[status] }];
  });
  return { name: part, spans };
}

function stepLane(entries: readonly ReportEntry[], end: number): Lane {
  const spans = entries.flatMap(({ id, title, words, tone, at, tookMs }): Span[] =>
    at === undefined
      ? []
      : [
          {
            from: at,
            to: tookMs === undefined ? end : at + tookMs,
            kind: tone,
            words: `${id} ${title}: ${words}`,
            label: id,
          },
        ],
  );
  return { name: 'steps', spans };
}

function drawing(lanes: readonly Lane[], from: number, to: number): Markup {
  const height = TOP + lanes.length * LANE + 8;
  const x = (at: number) => LABEL + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (WIDTH - LABEL - 8);
  return markup`<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="time-t time-d">
<title id="time-t">Time line of ${durationText(to - from)}</title>
<desc id="time-d">${lanes.map(({ name, spans }) => `${name}: ${spans.map(({ words, from: at }) => `${words} at ${seconds(at - from)}`).join(', ')}. `)}</desc>
${ticks(to - from).map((ms) => markup`<g class="tick"><line x1="${x(from + ms)}" y1="${TOP - 6}" x2="${x(from + ms)}" y2="${height - 6}"/><text x="${x(from + ms)}" y="${TOP - 12}">${seconds(ms)}</text></g>`)}
${lanes.map(({ name, spans }, at) => {
  const y = TOP + at * LANE;
  const bars = spans.map((span) => ({ ...span, left: x(span.from), width: Math.max(x(span.to) - x(span.from), 3) }));
  return markup`<g><text class="lane" x="0" y="${y + 20}">${name}</text>${bars.map((each) => barOf(each, y + 4))}${bars.map((each) => markOf(each, y + 20))}</g>`;
})}</svg>`;
}

interface Bar extends Span {
  /** In units of the drawing. */
  readonly left: number;
  readonly width: number;
}

function barOf({ kind, words, left, width }: Bar, y: number): Markup {
  return markup`<g class="bar ${kind}"><rect x="${left.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="24" rx="3"><title>${words}</title></rect></g>`;
}

/** What is written of a bar: above all bars, for it stands beside one that is too short for it. */
function markOf({ kind, label = '', left, width }: Bar, y: number): Markup {
  const isAmiss = kind === 'failed' || kind === 'bad';
  const hasRoom = width > ROOM_FOR_ID;
  const shown = [isAmiss && '✗', hasRoom && label].filter(Boolean).join(' ');
  if (shown === '') return markup``;
  const right = left + width + BESIDE;
  const x = hasRoom ? left + width / 2 : right > WIDTH - BESIDE ? left - BESIDE : right;
  return markup`<text class="in-bar" x="${x.toFixed(1)}" y="${y}">${shown}</text>`;
}

/** Milliseconds from 0, which are round in the unit that they are told in. */
function ticks(all: number): readonly number[] {
  const unit = all >= IN_MINUTES ? MINUTE : 1;
  const rough = all / unit / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power) * unit;
  return Array.from({ length: Math.floor(all / step) + 1 }, (_, at) => at * step);
}

function seconds(ms: number): string {
  return ms >= IN_MINUTES ? `${(ms / MINUTE).toFixed(1)} min` : `${Number((ms / 1_000).toFixed(2))} s`;
}

function table(lanes: readonly Lane[], from: number): Markup {
  return markup`<table><thead><tr><th scope="col">who</th><th scope="col">what</th><th scope="col">at</th><th scope="col">for</th></tr></thead><tbody>
${lanes.flatMap(({ name, spans }) => spans.map((span) => markup`<tr><th scope="row">${name}</th><td>${span.words}</td><td>${seconds(span.from - from)}</td><td>${durationText(span.to - span.from)}</td></tr>`))}</tbody></table>`;
}
