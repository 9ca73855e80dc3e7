import { carrierOf } from '../../evidence/carried.ts';
import type { Hop } from '../../evidence/hop.ts';
import { answerIn, type Call, type Leg, legsOfCall, unseenParties } from '../../lesson/call.ts';
import { legsOf, type Way } from '../../lesson/way.ts';
import { BLANK, cut, type Line, padded, span, wrap } from '../lines.ts';
import type { Style } from '../theme.ts';

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
  /** Whether the call is over, so that it is said of whom nobody saw asked. */
  readonly over?: boolean | undefined;
}

/** A leg, and how its hop was answered, as far as the call tells that. */
interface DrawnLeg extends Leg {
  readonly answered: ReturnType<typeof answerIn>;
}

/** What is said of a leg of a call that is over, of which nobody has told. */
const NOT_SEEN = 'not seen';

/** The hops of a call, leg by leg: who, what carried the credential, the answer. Legs that were not gone yet are there as dots; where the call is over, as not seen. */
export function hopDiagram(call: Omit<Call, 'traceId' | 'log'>, { width, chosen, over }: DiagramOptions): Line[] {
  if (call.way.length === 0) return call.hops.flatMap((hop, at) => asItWent(hop, width, at === chosen));
  const unseen = over ? unseenParties(call) : [];
  const legs = legsOfCall(call).map((leg) => ({
    note: unseen.includes(leg.to) ? NOT_SEEN : undefined,
    ...leg,
    answered: leg.hop && answerIn(call, leg.hop),
  }));
  return (width >= acrossFrom(call.way) ? across : down)(legs, width, chosen);
}

/** A hop of many: who asks whom for what, with what, and what came of it. */
function asItWent(hop: Hop, width: number, isChosen: boolean): Line[] {
  const { from, to, request, credential, answer } = hop;
  const place = `${from} ──▶ ${to}`;
  const carried = [credential.text, carrierOf(hop)].filter(Boolean).join(' in ');
  const came = answer && [answer.status, answer.text].filter(Boolean).join(' · ');
  return [
    [
      span(isChosen ? '▸ ' : '  ', 'key'),
      span(place, 'heading'),
      span(`  ${cut(shortRequest(request), width - place.length - GAPS)}`),
    ],
    ...(carried === '' ? [] : [[span('    '), span(cut(carried, width - INDENT), 'decides')]]),
    [
      span('    '),
      answer
        ? span(cut(`◀ ${answer.ok ? '' : '✗ '}${came}`, width - INDENT), answer.ok ? 'good' : 'bad')
        : span('… no answer yet', 'busy'),
    ],
  ];
}

/** Columns before a row of a hop, and those around its place. */
const INDENT = 4;
const GAPS = 4;

/** A request without the beginning of its path, which is the same for all of a realm, and without its query: `GET …/openid-connect/auth?…`. */
function shortRequest(request: string): string {
  const [, method = '', path = '', query = ''] = /^(\S+) [^?]*?((?:\/[^/?]+){1,2})(\?.*)?$/.exec(request) ?? [];
  return method === '' ? request : `${method} ${request.includes(` ${path}`) ? '' : '…'}${path}${query && '?…'}`;
}

function across(legs: readonly DrawnLeg[], width: number, chosen: number | undefined): Line[] {
  const last = legs.at(-1)?.to ?? '';
  const cell = Math.floor((width - last.length) / legs.length);
  const columns = legs.map((leg) => cellLines(leg, cell - 3));
  const height = Math.max(...columns.map((column) => column.length));
  return [
    [
      ...legs.flatMap(({ from, to, hop }, index) => {
        // Whoever is only asked on the way stands at the head of the own leg: the next one sets out from who has asked.
        const next = legs[index + 1];
        const asked = next && next.from !== to ? `${to}   ` : '';
        const shaft = '─'.repeat(Math.max(cell - from.length - 3 - asked.length, 1));
        return [span(`${from} `, 'heading'), span(`${shaft}▶ `, hop ? 'plain' : 'muted'), span(asked, 'heading')];
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

function down(legs: readonly DrawnLeg[], width: number, chosen: number | undefined): Line[] {
  return legs.flatMap((leg, index): Line[] => {
    const { from, to, hop } = leg;
    const head: Line = [
      span(index === chosen ? '▸ ' : '  ', 'key'),
      span(`${from} ──▶ ${to}`, hop ? 'heading' : 'muted'),
      ...(hop ? [span(`  ${cut(hop.request, width - from.length - to.length - 10)}`)] : []),
    ];
    const [, ...rest] = hop ? cellLines(leg, width - 4) : [[], ...cellLines(leg, width - 4)];
    return [head, ...rest.map((each) => [span('    '), ...each])];
  });
}

/** Request, carrier, credential and answer below each other, and what has to be said of how the hop is known. */
function cellLines({ hop, note, answered }: DrawnLeg, width: number): Line[] {
  const rows = (text: string, style: Style = 'plain') => wrap(text, width).map((row): Line => [span(row, style)]);
  if (!hop) return rows(note ?? '·', 'muted');
  return [
    [span(cut(hop.request, width))],
    ...(carrierOf(hop) === '' ? [] : rows(carrierOf(hop))),
    [span(cut(hop.credential.text || '(no credential)', width), 'decides')],
    ...answerLines(hop, answered, width),
    ...(note === undefined ? [] : rows(note, 'muted')),
  ];
}

function answerLines({ answer }: Hop, answered: DrawnLeg['answered'], width: number): Line[] {
  if (!answer || !answered) return [[span('… no answer yet', 'busy')]];
  const { ok, status } = answered;
  return [
    [
      span(ok ? '◀ ' : '◀ ✗ ', ok ? 'good' : 'bad'),
      span(cut(`${status}${issuedWords(answer)}`, width - 4), ok ? 'good' : 'bad'),
    ],
  ];
}

/** A token that an answer brought is another one than the request carried. */
function issuedWords({ issued }: NonNullable<Hop['answer']>): string {
  return issued ? `, with a new token ${issued.text}` : '';
}
