import { carriedWords } from '../evidence/carried.ts';
import type { Hop, ShownCredential } from '../evidence/hop.ts';
import { type LoginMark, loginMarkWords } from '../evidence/login-marks.ts';
import { toldOfToken } from '../evidence/shown-token.ts';
import { checkMark } from '../evidence/token-check.ts';
import { exchangeLines } from './exchange-lines.ts';
import { blocks, hanging, type Line, line, span } from './lines.ts';

/** What is said of a hop beside what it is: which claims are told of what it carried, and how it is known to be of its call. */
interface HopWords {
  readonly claims: readonly string[];
  readonly note?: string | undefined;
}

/** One hop, opened: its HTTP exchange, header by header. */
export function hopLines(hop: Hop, { claims, note }: HopWords, width: number): Line[] {
  return blocks(
    [
      line(`${hop.from} → ${hop.to}`, 'heading'),
      ...askedLines(hop, claims, width),
      ...answeredLines(hop, claims, width),
      ...(note === undefined ? [] : hanging(span('call      ', 'muted'), note, width)),
    ],
    exchangeLines(hop.exchange, width),
  );
}

/** What was asked, and what the request carried. */
export function askedLines(hop: Hop, claims: readonly string[], width: number): Line[] {
  const { request, credential, marks } = hop;
  return [
    ...hanging(span('asks      ', 'muted'), request, width),
    ...hanging(span('carries   ', 'muted'), carriedWords(hop), width, 'decides'),
    ...tokenLines(credential, claims, width),
    ...markLines(marks, width),
  ];
}

/** What was answered, what that rests on, and what it brought. */
export function answeredLines(hop: Hop, claims: readonly string[], width: number): Line[] {
  return [
    ...answerLines(hop, width),
    ...checkedLines(hop, width),
    ...issuedLines(hop, claims, width),
    ...markLines(hop.answer?.marks, width),
  ];
}

/** What ties the message to others of its login: the masked values in it, by their prints. */
function markLines(marks: readonly LoginMark[] = [], width: number): Line[] {
  return marks.length === 0 ? [] : hanging(span('prints    ', 'muted'), loginMarkWords(marks), width);
}

/** What the credential says, as its receiver read it. */
function tokenLines({ token }: ShownCredential, names: readonly string[], width: number): Line[] {
  if (!token) return [];
  const text = toldOfToken(token, names)
    .map((told) => told.join(' '))
    .join(' · ');
  return hanging(span('says      ', 'muted'), text || 'no claim that this lesson is about', width);
}

/** What whoever verified the credential looked at, a line a check. */
function checkedLines({ answer }: Hop, width: number): Line[] {
  return (answer?.checks ?? []).flatMap((check, index) => {
    const head = span(index === 0 ? 'checked   ' : '          ', 'muted');
    return hanging(head, `${checkMark(check)}  ${check.saw}`, width, check.passed ? 'plain' : 'bad');
  });
}

/** The token that the answer brought, and what it says. */
function issuedLines({ answer }: Hop, claims: readonly string[], width: number): Line[] {
  if (!answer?.issued) return [];
  return [
    ...hanging(span('brought   ', 'muted'), answer.issued.text, width, 'decides'),
    ...tokenLines(answer.issued, claims, width),
  ];
}

function answerLines({ answer }: Hop, width: number): Line[] {
  if (!answer) return [];
  const text = [answer.status, answer.text, `${Math.round(answer.tookMs)} ms`].filter(Boolean).join(' · ');
  return hanging(span('answered  ', 'muted'), text, width, answer.ok ? 'good' : 'bad');
}
