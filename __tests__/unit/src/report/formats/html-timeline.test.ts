import { timeline } from '../../../../../src/report/formats/html/timeline.ts';
import { reportOfSession } from '../../../../../src/report/of-session.ts';
import type { Report, ReportEntry, ReportedPart, Tone } from '../../../../../src/report/report.ts';
import { fold } from '../../../../components/fixture.ts';
import { HOUSE, VISITED } from '../../../../exhibits-of-doors.ts';

const REPORT = reportOfSession(fold(VISITED), [HOUSE]);
const AT = 1_000_000;

/** A part that came and went at these milliseconds after the beginning. */
function part(...history: readonly (readonly [ReportedPart['status'], number])[]): ReportedPart {
  const went = history.map(([status, at]) => ({ status, at: AT + at }));
  return { part: 'porter', status: history.at(-1)?.[0] ?? 'off', history: went };
}

/** A step that ran so many milliseconds; without an end where it is left out. */
function step(id: string, tone: Tone, at: number, tookMs?: number): ReportEntry {
  const [known] = REPORT.groups.flatMap(({ entries }) => entries);
  if (!known) throw new Error('There is no entry.');
  const { tookMs: _, ...without } = known;
  return {
    ...without,
    id,
    title: 'A step',
    tone,
    words: 'its state',
    at: AT + at,
    ...(tookMs !== undefined && { tookMs }),
  };
}

const drawn = (entries: readonly ReportEntry[], parts: readonly ReportedPart[] = [], more: Partial<Report> = {}) =>
  timeline({ ...REPORT, at: AT, tookMs: 10_000, parts, groups: [{ id: 'g', title: 'G', entries }], ...more }).text;

interface Drawn {
  readonly x: number;
  readonly width: number;
}
const bars = (html: string): readonly (Drawn & { readonly kind: string })[] =>
  [...html.matchAll(/<g class="bar (\w+)"><rect x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].map(
    ([, kind = '', x, width]) => ({ kind, x: Number(x), width: Number(width) }),
  );
const marks = (html: string): readonly (readonly [text: string, x: number])[] =>
  [...html.matchAll(/<text class="in-bar" x="([\d.]+)" y="\d+">([^<]*)</g)].map(([, x, text = '']) => [
    text,
    Number(x),
  ]);
/** The rows of the table, cell by cell. */
const rows = (html: string) =>
  [...html.matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(([, row = '']) => row.split(/<[^>]*>/).filter(Boolean));

test('a part is drawn from one of its states to the next, as long as each was, and the last to the end', () => {
  const html = drawn([], [part(['starting', 0], ['ready', 2_500], ['off', 7_500])]);
  const [starting, ready, ...more] = bars(html);
  expect([starting?.kind, ready?.kind, more]).toEqual(['starting', 'ready', []]);
  expect((ready?.width ?? 0) / (starting?.width ?? 1)).toBeCloseTo(2, 1);
  expect(ready?.x).toBeCloseTo((starting?.x ?? 0) + (starting?.width ?? 0), 1);
  expect(rows(html)).toEqual([
    ['porter', 'starts', '0 s', '2500 ms'],
    ['porter', 'is ready', '2.5 s', '5000 ms'],
  ]);
  expect(rows(drawn([], [part(['ready', 4_000])]))).toEqual([['porter', 'is ready', '4 s', '6000 ms']]);
});

test('a step that did not end is drawn to the end of the run', () => {
  expect(rows(drawn([step('a', 'good', 1_000, 2_000), step('b', 'bad', 3_000)]))).toEqual([
    ['steps', 'a A step: its state', '1 s', '2000 ms'],
    ['steps', 'b A step: its state', '3 s', '7000 ms'],
  ]);
});

test('where there is room a step bears its id, and what is amiss ✗', () => {
  const html = drawn([step('a', 'good', 0, 5_000), step('b', 'bad', 5_000, 4_000), step('c', 'good', 9_000, 1)]);
  expect(marks(html).map(([text]) => text)).toEqual(['a', '✗ b']);
  const [a] = bars(html);
  expect(marks(html)[0]?.[1]).toBeCloseTo((a?.x ?? 0) + (a?.width ?? 0) / 2, 0);
});

test('what is amiss bears ✗ however short it was: beside it, and on the drawing', () => {
  const html = drawn([step('a', 'bad', 2_000, 1), step('b', 'bad', 9_999, 1)], [part(['ready', 0], ['failed', 5_000])]);
  const short = bars(html).filter(({ kind }) => kind === 'bad' || kind === 'failed');
  const seen = marks(html);
  expect(seen.map(([text]) => text)).toEqual(['✗', '✗', '✗']);
  const [failed, a, b] = short.map(({ x, width }, at) => (seen[at]?.[1] ?? 0) - (x + width / 2));
  expect([failed, a, b].map((beside) => Math.sign(beside ?? 0))).toEqual([1, 1, -1]);
  for (const [, x] of seen) expect(x).toBeLessThan(960);
  // Not below another bar, which is drawn later.
  expect(html.lastIndexOf('class="bar')).toBeLessThan(html.lastIndexOf('class="in-bar"'));
});

test.each([
  [10_000, ['0 s', '2 s', '4 s', '6 s', '8 s', '10 s']],
  [700, ['0 s', '0.1 s', '0.2 s', '0.3 s', '0.4 s', '0.5 s', '0.6 s', '0.7 s']],
  [600_000, ['0 s', '2.0 min', '4.0 min', '6.0 min', '8.0 min', '10.0 min']],
])('the lines of %i ms are round', (tookMs, said) => {
  const html = drawn([step('a', 'good', 0, 1)], [], { tookMs });
  expect([...html.matchAll(/<text x="[\d.]+" y="18">([^<]*)</g)].map(([, text]) => text)).toEqual(said);
});

test('there is none where nothing was begun, or it took no time', () => {
  expect(drawn([])).toBe('');
  expect(drawn([], [part(['off', 0])])).toBe('');
  expect(drawn([step('a', 'good', 0, 0)], [], { tookMs: 0 })).toBe('');
});
