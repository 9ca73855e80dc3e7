import { carrierOf } from '../../../evidence/carried.ts';
import type { Hop } from '../../../evidence/hop.ts';
import { answerIn, type Call, unseenParties } from '../../../lesson/call.ts';
import { type Crossing, crossingsOf } from '../../../lesson/crossings.ts';
import { scrolling } from './marks.ts';
import { type Markup, markup } from './markup.ts';
import type { Names } from './names.ts';

/** Units of a drawing. */
interface Measures {
  /** All of it, and a party at the least and at the most. */
  readonly whole: number;
  readonly narrowest: number;
  readonly widest: number;
  /** The box of a party. */
  readonly box: number;
  /** The heights of a request and of an answer. */
  readonly request: number;
  readonly answer: number;
}

/** With words at each arrow. */
const WIDE: Measures = { whole: 1_000, narrowest: 190, widest: 300, box: 124, request: 64, answer: 44 };
/** For a telephone: numbers, which the hops beside it have as well. */
const NARROW: Measures = { whole: 320, narrowest: 74, widest: 110, box: 68, request: 34, answer: 34 };
const HEAD = 52;
const FOOT = 18;
/** Letters of a status that a narrow drawing has room for. */
const SHORT = 6;
/** Units that a letter takes in the drawing's type. */
const LETTER = 6.1;

/** What is drawn of a call. */
type Drawn = Pick<Call, 'way' | 'hops' | 'wronglyAccepted'>;

/** Where a diagram stands on its page. */
export interface SequenceOptions {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly names: Names;
  /** The anchor of a hop's details. */
  readonly anchorOf: (hop: Hop) => string;
}

/** The parties of a call, in the order of its way; where it has none, as they come. */
export function partiesOf({ way, hops }: Pick<Call, 'way' | 'hops'>): readonly string[] {
  return [...new Set([...way, ...hops.flatMap(({ from, to }) => [from, to])])];
}

/** A call as a sequence diagram: who asks whom, what carries the credential, what is answered, and whom nobody saw asked. There are two of it, a wide one and a narrow one. */
export function sequence(call: Drawn, options: SequenceOptions): Markup {
  const narrow = { ...options, id: `${options.id}-n` };
  return markup`<div class="wide">${scrolling(`${options.title}: diagram`, drawing(call, options, WIDE))}</div><div class="narrow">${scrolling(`${options.title}: small diagram`, drawing(call, narrow, NARROW))}</div>`;
}

function drawing(call: Drawn, options: SequenceOptions, measures: Measures): Markup {
  const { id, title } = options;
  const { whole, narrowest, widest } = measures;
  const parties = partiesOf(call);
  const unseen = unseenParties(call);
  const crossings = crossingsOf(call);
  const heights = crossings.map(({ brings }) => measures[brings]);
  const bottom = HEAD + heights.reduce((sum, height) => sum + height, 0);
  const column = Math.min(Math.max(Math.floor(whole / parties.length), narrowest), widest);
  const x = (party: string) => parties.indexOf(party) * column + column / 2;
  const width = parties.length * column;
  const rows = crossings.map((crossing, at) => {
    const y = HEAD + heights.slice(0, at + 1).reduce((sum, height) => sum + height, 0) - 10;
    return row(crossing, {
      answer: answerIn(call, crossing.hop),
      y,
      x,
      column,
      isWide: measures === WIDE,
      number: call.hops.indexOf(crossing.hop) + 1,
      ...options,
    });
  });
  return markup`<svg class="sequence" viewBox="0 0 ${width} ${bottom + FOOT}" width="${width}" height="${bottom + FOOT}" role="group" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}: sequence diagram</title>
<desc id="${id}-d">${describe(call, crossings, unseen)}</desc>
${parties.map((party) => lifeline(party, x(party), { bottom: bottom + 8, box: measures.box, isUnseen: unseen.includes(party) }))}
${rows}</svg>`;
}

function describe(call: Drawn, crossings: readonly Crossing[], unseen: readonly string[]): string {
  const said = crossings.map(({ hop, brings }) =>
    brings === 'request'
      ? `${hop.from === 'you' ? 'you ask' : `${hop.from} asks`} ${hop.to} with ${hop.credential.text || 'no credential'}.`
      : `${hop.to} answers ${hop.from}: ${answerIn(call, hop)?.status}.`,
  );
  return [...said, ...unseen.map((party) => `${party} was not seen.`)].join(' ');
}

function lifeline(
  party: string,
  x: number,
  { bottom, box, isUnseen }: { readonly bottom: number; readonly box: number; readonly isUnseen: boolean },
): Markup {
  const kind = isUnseen ? 'party unseen' : 'party';
  return markup`<g class="${kind}"><line x1="${x}" y1="36" x2="${x}" y2="${bottom}"/><rect x="${x - box / 2}" y="6" width="${box}" height="30" rx="8"/><text x="${x}" y="26">${fitted(party, box - 8)}</text>${
    isUnseen && markup`<text class="note" x="${x}" y="50">not seen</text>`
  }</g>`;
}

interface Placed extends SequenceOptions {
  readonly answer: ReturnType<typeof answerIn>;
  readonly y: number;
  readonly x: (party: string) => number;
  readonly column: number;
  /** Whether there is room for words. */
  readonly isWide: boolean;
  readonly number: number;
}

function row({ hop, brings }: Crossing, placed: Placed): Markup {
  const { y, x, column, isWide, number, names, anchorOf } = placed;
  const [from, to] = brings === 'request' ? [x(hop.from), x(hop.to)] : [x(hop.to), x(hop.from)];
  const middle = (from + to) / 2;
  const room = Math.max(Math.abs(to - from), column) - 22;
  const arrow = arrowOf(from, to, y);
  if (brings === 'answer') {
    const { ok = false, status = '' } = placed.answer ?? {};
    return markup`<a href="#${anchorOf(hop)}" class="answer ${ok ? 'good' : 'bad'}">${arrow}<text x="${middle}" y="${y - 8}">${isWide || status.length < SHORT ? fitted(`${ok ? '✓' : '✗'} ${status}`, room) : ok ? '✓' : '✗'}</text></a>`;
  }
  const letter = names.letterOf(hop.credential.print);
  const carrier = carrierOf(hop);
  const carried = [hop.credential.text || 'no credential', letter && `[${letter}]`, carrier && `in ${carrier}`];
  return markup`<a href="#${anchorOf(hop)}" class="request">${arrow}<circle cx="${from}" cy="${y}" r="10"/><text class="number" x="${from}" y="${y + 4}">${number}</text>${
    isWide
      ? markup`<text x="${middle}" y="${y - 23}">${fitted(hop.request, room)}</text><text class="carried" x="${middle}" y="${y - 8}">${fitted(carried.filter(Boolean).join(' '), room)}</text>`
      : markup`<title>${hop.request}</title>`
  }</a>`;
}

/** From one lifeline to another; back to the same one, where a party asks itself. */
function arrowOf(from: number, to: number, y: number): Markup {
  if (from === to)
    return markup`<path class="shaft" d="M${from} ${y - 8}h46v16h-40"/><path class="point" d="M${from} ${y + 8}l9 -5v10z"/>`;
  const back = to > from ? -9 : 9;
  return markup`<line class="shaft" x1="${from}" y1="${y}" x2="${to + back}" y2="${y}"/><path class="point" d="M${to} ${y}l${back} -5v10z"/>`;
}

/** A text in so many units of the drawing. */
function fitted(text: string, room: number): string {
  const most = Math.max(Math.floor(room / LETTER), 4);
  const line = text.replaceAll('\n', ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
