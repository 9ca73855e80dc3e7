import type { Hop } from '../../evidence/hop.ts';
import { legsOf, type Way } from '../../lesson/call.ts';
import type { CallExhibit } from '../../lesson/exhibit.ts';
import { BLANK, blocks, cut, hanging, type Line, line, padded, span, wrap } from '../lines.ts';
import type { Style } from '../theme.ts';
import { checkLines } from './checks.ts';

/** Columns of a leg that stands beside another. */
const LEG = 24;

/** From this width on the legs of a way stand beside each other. */
export function acrossFrom(way: Way): number {
  return legsOf(way).length * LEG;
}

/** How wide the diagram may be, and what is chosen in it. */
export interface DiagramOptions {
  readonly width: number;
  /** Which hop is chosen; none without it. */
  readonly chosen?: number;
}

/** A call, leg by leg: who, what carried the credential, the answer. Legs that were not gone yet are there as dots. */
export function callLines(exhibit: CallExhibit, options: DiagramOptions): Line[] {
  const { call, earlier } = exhibit;
  // Dots are for a call that is being made; beside one from before they would say that this one is.
  const isShown = call.hops.length > 0 || earlier === undefined;
  return blocks(isShown && diagram(exhibit, options), earlier !== undefined && [line(earlier, 'muted')]);
}

/** The same, and what came back to the caller. */
export function wholeCallLines(exhibit: CallExhibit, options: DiagramOptions): Line[] {
  const { result } = exhibit;
  return [
    ...callLines(exhibit, options),
    ...(result === undefined ? [] : hanging(span('came back: ', 'muted'), result, options.width)),
  ];
}

function diagram({ call: { way, hops }, judge }: CallExhibit, { width, chosen }: DiagramOptions): Line[] {
  const legs = legsOf(way).map(([from, to]): Leg => ({ from, to, hop: hops.find((hop) => hop.to === to) }));
  const draw = width >= acrossFrom(way) ? across : down;
  const last = legs.at(-1);
  // Where a call got no further than to somebody who looked at its token, that one decided.
  const decided = last?.hop ?? legs.findLast(({ hop }) => hop?.answer?.checks)?.hop;
  const decider = decided?.to === last?.to ? judge : (decided?.to ?? '');
  return [...draw(legs, width, chosen), ...verdict(decided, decider, width)];
}

interface Leg {
  readonly from: string;
  readonly to: string;
  readonly hop: Hop | undefined;
}

function across(legs: readonly Leg[], width: number, chosen: number | undefined): Line[] {
  const last = legs.at(-1)?.to ?? '';
  const cell = Math.floor((width - last.length) / legs.length);
  const columns = legs.map(({ hop }) => cellLines(hop, cell - 3));
  const height = Math.max(...columns.map((column) => column.length));
  return [
    [
      ...legs.flatMap(({ from, hop }) => {
        const shaft = '─'.repeat(Math.max(cell - from.length - 3, 1));
        return [span(`${from} `, 'heading'), span(`${shaft}▶ `, hop ? 'plain' : 'muted')];
      }),
      span(last, 'heading'),
    ],
    ...Array.from({ length: height }, (_, row) =>
      columns.flatMap((column, index) => {
        const mark = row === 0 && index === chosen ? '▸ ' : '  ';
        return padded([span(mark, 'key'), ...(column[row] ?? BLANK)], cell);
      }),
    ),
  ];
}

function down(legs: readonly Leg[], width: number, chosen: number | undefined): Line[] {
  return legs.flatMap(({ from, to, hop }, index): Line[] => {
    const head: Line = [
      span(index === chosen ? '▸ ' : '  ', 'key'),
      span(`${from} ──▶ ${to}`, hop ? 'heading' : 'muted'),
      ...(hop ? [span(`  ${cut(hop.request, width - from.length - to.length - 10)}`)] : []),
    ];
    const [, ...rest] = hop ? cellLines(hop, width - 4) : [[], ...cellLines(hop, width - 4)];
    return [head, ...rest.map((each) => [span('    '), ...each])];
  });
}

/** Request, carrier, credential and answer below each other. */
function cellLines(hop: Hop | undefined, width: number): Line[] {
  if (!hop) return [[span('·', 'muted')]];
  const rows = (text: string, style: Style = 'plain') => wrap(text, width).map((row): Line => [span(row, style)]);
  return [
    [span(cut(hop.request, width))],
    ...rows(hop.carrier),
    [span(cut(hop.credential.text || '(no credential)', width), 'decides')],
    ...answerLines(hop, width),
  ];
}

function answerLines({ answer }: Hop, width: number): Line[] {
  if (!answer) return [[span('… no answer yet', 'busy')]];
  return [
    [
      span(answer.ok ? '◀ ' : '◀ ✗ ', answer.ok ? 'good' : 'bad'),
      span(cut(answer.status, width - 4), answer.ok ? 'good' : 'bad'),
    ],
  ];
}

/** Where the decision was made, and what was said there. */
function verdict(decided: Hop | undefined, judge: string, width: number): Line[] {
  if (!decided?.answer) return [];
  const { ok, text, status, checks } = decided.answer;
  const head = span(ok ? `✓ ${judge} said yes: ` : `✗ ${judge} said no: `, ok ? 'good' : 'bad');
  return [BLANK, ...hanging(head, text || status, width), ...checkLines(checks, width)];
}
