import type { Hop, ShownCredential } from '../evidence/hop.ts';
import { hopNote, unseenParties } from '../lesson/call.ts';
import { type Crossing, crossingsOf } from '../lesson/crossings.ts';
import type { CallExhibit } from '../lesson/exhibit.ts';
import { requestLines, responseLines } from './exchange-lines.ts';
import { answeredLines, askedLines } from './hop-lines.ts';
import { BLANK, blocks, cut, hanging, type Line, line, paragraph, span } from './lines.ts';
import { wayLines } from './way-lines.ts';

/** Where a call that is gone through has come to: a crossing, from 0, and how much of that is done, 0 to 1. */
export interface Reached {
  readonly crossing: number;
  readonly gone: number;
}

/** A call that is gone through: its way stays in view, and below it is opened what the crossing brings that it has come to. */
export function throughLines(
  { call, title, claims, result }: CallExhibit,
  { crossing: at, gone }: Reached,
  width: number,
): { head: Line[]; lines: Line[] } {
  const all = crossingsOf(call);
  const before = all.slice(0, at);
  const crossing = all[at];
  if (!crossing) return { head: [], lines: [] };
  const { hop, brings } = crossing;
  return {
    head: [titleLine(title, all, width), BLANK, ...wayLines(call, [...before, crossing], gone, width), BLANK],
    lines: blocks(
      [
        line(`${at + 1} of ${all.length}  ${crossingWords(crossing)}`, 'heading'),
        ...(brings === 'request'
          ? [...askedLines(hop, claims, width), ...printLines(before, crossing, width), ...noteLines(call, hop, width)]
          : answeredLines(hop, claims, width)),
        ...(at === all.length - 1 ? endLines(call, result, width) : []),
      ],
      brings === 'request' ? requestLines(hop.exchange, width) : responseLines(hop.exchange, width),
    ),
  };
}

/** How the hop is known, where no trace joins it to the call. */
function noteLines(call: CallExhibit['call'], hop: Hop, width: number): Line[] {
  const note = hopNote(call, hop);
  return note === undefined ? [] : hanging(span('known     ', 'muted'), note, width);
}

/** What came back, and whom nobody saw asked meanwhile. */
function endLines(call: CallExhibit['call'], result: string | undefined, width: number): Line[] {
  const unseen = unseenParties(call);
  return [
    ...(result === undefined ? [] : hanging(span('came back ', 'muted'), result, width)),
    ...(unseen.length === 0 ? [] : hanging(span('not seen  ', 'muted'), unseen.join(', '), width)),
  ];
}

/** What is said while the call is made that is to be gone through. */
export function underWayLines(width: number): Line[] {
  return paragraph('The call is being made. When it is over, it is shown here hop by hop, as it went.', width, 'muted');
}

/** It went faster than anybody could follow; so when it went is said. */
function titleLine(title: string, crossings: readonly Crossing[], width: number): Line {
  const at = crossings[0]?.hop.at ?? 0;
  const when = `  as it went at ${new Date(at).toISOString().slice(11, 23)} UTC`;
  return [span(cut(title, width - when.length), 'heading'), span(when, 'muted')];
}

function crossingWords({ hop: { from, to, answer }, brings }: Crossing): string {
  if (brings === 'request') return `${from} → ${to}  the request`;
  return `${to} → ${from}  the answer, after ${tookWords(answer?.tookMs ?? 0)}`;
}

function tookWords(ms: number): string {
  return ms < 1 ? 'less than 1 ms' : `${Math.round(ms)} ms`;
}

/** Where the credential comes from: a print tells it from others, and nothing of what it is the print of. */
function printLines(before: readonly Crossing[], { hop: { credential } }: Crossing, width: number): Line[] {
  if (credential.text === '') return [];
  return hanging(span('print     ', 'muted'), `${credential.print}: ${originWords(before, credential)}`, width);
}

function originWords(before: readonly Crossing[], { print }: ShownCredential): string {
  const issuer = before.findLast(({ brings, hop }) => brings === 'answer' && hop.answer?.issued?.print === print);
  if (issuer) return `the one that ${issuer.hop.to} brought`;
  const last = before.findLast(({ brings }) => brings === 'request')?.hop.credential;
  if (!last) return 'by which it is known again on its way';
  return last.print === print ? 'the same as on the hop before' : 'another one than on the hop before';
}
