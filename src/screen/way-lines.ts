import type { Call } from '../lesson/call.ts';
import type { Crossing } from '../lesson/crossings.ts';
import { legsOf, mainWayOf } from '../lesson/way.ts';
import { cut, type Line, padded, type Span, span } from './lines.ts';

/** Of a leg's arrow, the least that can be seen to be one. */
const SHORTEST = 3;
/** Columns of a blank on both sides of an arrow. */
const BLANKS = 2;

/** A leg, and how far the call has got on it. */
interface Leg {
  readonly from: string;
  readonly to: string;
  /** Who stands at its end where the next leg does not set out from there: who is only asked on the way. */
  readonly aside: string;
  /** Its crossing that was made last, or is under way; none where it is still ahead. */
  readonly crossing: Crossing | undefined;
  /** How much of that is gone, 0 to 1. */
  readonly gone: number;
}

/**
 * The way of a call after these crossings, of the last of which `gone` is done (0 to 1): the token on its way there, what was answered on its way back,
 * and below each leg what it brought.
 */
export function wayLines(
  { way: whole }: Pick<Call, 'way'>,
  crossings: readonly Crossing[],
  gone: number,
  width: number,
): Line[] {
  const now = crossings.at(-1);
  // What has no way goes to and fro: the leg that it is on is shown.
  const way = whole.length > 0 ? whole : now ? [now.hop.from, now.hop.to] : [];
  const main = mainWayOf(way);
  const legs = legsOf(way).map(([from, to]): Leg => {
    const crossing = crossings.findLast(({ hop }) => hop.to === to);
    return { from, to, aside: main.includes(to) ? '' : `${to}   `, crossing, gone: crossing === now ? gone : 1 };
  });
  const names = legs.reduce((sum, { from, aside }) => sum + from.length + aside.length, way.at(-1)?.length ?? 0);
  const arrow = Math.max(SHORTEST, Math.floor((width - names - BLANKS * legs.length) / legs.length));
  return [
    [
      ...legs.flatMap((leg) => [
        span(`${leg.from} `, 'heading'),
        ...arrowOf(leg, arrow),
        span(` ${leg.aside}`, 'heading'),
      ]),
      span(way.at(-1) ?? '', 'heading'),
    ],
    legs.flatMap(({ from, aside, crossing }) => {
      const cell = from.length + arrow + BLANKS + aside.length;
      return padded([span(' '.repeat(from.length + 1)), ...labelOf(crossing, arrow)], cell);
    }),
  ];
}

function arrowOf({ crossing, gone }: Leg, width: number): Span[] {
  if (!crossing) return [span(`${'─'.repeat(width - 1)}▷`, 'muted')];
  const done = Math.round(gone * (width - 1));
  const left = width - 1 - done;
  const { hop, brings } = crossing;
  if (brings === 'request') return [span('═'.repeat(done)), span('◆', 'decides'), span('─'.repeat(left), 'muted')];
  const style = hop.answer?.ok ? 'good' : 'bad';
  return [span('═'.repeat(left)), span(hop.answer?.ok ? '✓' : '✗', style), span('─'.repeat(done), style)];
}

/** What the crossing brings, in a few characters: a credential by its print, which is the same wherever the credential is; an answer by its status. */
function labelOf(crossing: Crossing | undefined, width: number): Span[] {
  if (!crossing) return [];
  const { answer, credential } = crossing.hop;
  if (crossing.brings === 'answer') return [span(cut(answer?.status ?? '', width), answer?.ok ? 'good' : 'bad')];
  return [span(cut(credential.text ? `${credential.text} ${credential.print}` : 'no credential', width), 'decides')];
}
