import type { Hop } from '../evidence/hop.ts';
import type { Call } from '../lesson/call.ts';
import { BLANK, cut, hanging, type Line, padded, span, wrap } from './lines.ts';
import type { Style } from './theme.ts';

/** The legs of the token's way through the parts, in its order. */
export const LEGS: readonly (readonly [from: string, to: string])[] = [
  ['you', 'stack'],
  ['stack', 'mcp'],
  ['mcp', 'tool'],
];

/** From this width on the legs stand beside each other. */
export const ACROSS_FROM = 72;

/** How wide the diagram may be, and what is chosen in it. */
export interface DiagramOptions {
  readonly width: number;
  /** Which hop is chosen; none without it. */
  readonly chosen?: number;
}

/** The hops of a call: who, what carried the credential, the answer. Hops that did not happen yet are there as dots. */
export function hopDiagram(call: Call | undefined, { width, chosen }: DiagramOptions): Line[] {
  const hops = LEGS.map(([, to]) => call?.hops.find((hop) => hop.to === to));
  return [...(width >= ACROSS_FROM ? across(hops, width, chosen) : down(hops, width, chosen)), ...verdict(hops, width)];
}

function across(hops: readonly (Hop | undefined)[], width: number, chosen: number | undefined): Line[] {
  const last = LEGS.at(-1)?.[1] ?? '';
  const cell = Math.floor((width - last.length) / LEGS.length);
  const columns = hops.map((hop) => cellLines(hop, cell - 3));
  const height = Math.max(...columns.map((column) => column.length));
  return [
    [
      ...LEGS.flatMap(([from], index) => {
        const shaft = '─'.repeat(Math.max(cell - from.length - 3, 1));
        return [span(`${from} `, 'heading'), span(`${shaft}▶ `, hops[index] ? 'plain' : 'muted')];
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

function down(hops: readonly (Hop | undefined)[], width: number, chosen: number | undefined): Line[] {
  return LEGS.flatMap(([from, to], index): Line[] => {
    const hop = hops[index];
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
function verdict(hops: readonly (Hop | undefined)[], width: number): Line[] {
  const decided = hops.at(-1);
  if (!decided?.answer) return [];
  const { ok, text } = decided.answer;
  const head = span(ok ? '✓ the tool said yes: ' : '✗ the tool said no: ', ok ? 'good' : 'bad');
  return [BLANK, ...hanging(head, text || decided.answer.status, width)];
}
