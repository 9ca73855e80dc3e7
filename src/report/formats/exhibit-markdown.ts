import type { Exchange } from '../../evidence/exchange.ts';
import { findingWords } from '../../evidence/finding.ts';
import type { Hop, ShownCredential } from '../../evidence/hop.ts';
import { claimText, toldOfToken } from '../../evidence/shown-token.ts';
import { checkMark, type TokenCheck } from '../../evidence/token-check.ts';
import { answerIn, type Call, legNotes, unseenParties } from '../../lesson/call.ts';
import { type ByShape, byShape, type Exhibit } from '../../lesson/exhibit.ts';
import { cellText } from '../../lesson/table-cell.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import { mermaidDiagram } from './mermaid.ts';

/** An exhibit as a section of a Markdown file, under a heading of the second order. */
export function exhibitMarkdown(exhibit: Exhibit): string[] {
  return [`## ${markdownText(exhibit.title)}`, '', ...byShape(SECTION, exhibit)];
}

const SECTION: ByShape<[], string[]> = {
  call: ({ call, claims, result, earlier }) => [
    ...(call.hops.length === 0 ? [] : [...mermaidDiagram(call), '']),
    ...markdownTable(
      ['hop', 'request', 'carried by', 'credential', 'what it says', 'answer'],
      call.hops.map((hop) => [
        `${hop.from} → ${hop.to}`,
        hop.request,
        hop.carrier,
        hop.credential.text,
        carriedWords(hop.credential, claims),
        answerIn(call, hop)?.status ?? '',
      ]),
    ),
    '',
    `Result: ${result === undefined ? 'none' : markdownText(result)}`,
    ...(earlier === undefined ? [] : ['', markdownText(earlier)]),
    ...legNotes(call).flatMap((note) => ['', markdownText(`${note}.`)]),
    ...notSeen(call),
    ...call.hops.flatMap(({ to, answer }) => checked(answer?.checks, to)),
    '',
    ...call.log.map(({ part, text }) => `- ${markdownText(part)}: ${markdownText(text)}`),
  ],
  // A receipt is passed on: of a token it has what decides, and not who the user is.
  token: ({ token, claims, judge, answer }) => [
    ...markdownTable(
      ['claim', 'value', 'what it says'],
      claims
        .filter(({ name, decides }) => decides && name in token.claims)
        .map(({ name, means }) => [name, claimText(name, token.claims[name]), means]),
    ),
    '',
    `Answer of ${markdownText(judge)}: ${answer ? markdownText(answer.status) : 'none yet'}`,
  ],
  columns: ({ heads, rows, conclusion }) => [
    ...markdownTable(
      ['', heads[0].text, heads[1].text],
      rows.flatMap(({ label, sides: [left, right] }) =>
        Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [
          at === 0 ? label : '',
          left[at] ?? '',
          right[at] ?? '',
        ]),
      ),
    ),
    ...(conclusion ? ['', `${markdownText(conclusion.label)}: ${markdownText(conclusion.text)}`] : []),
  ],
  table: ({ heads, rows }) =>
    markdownTable(
      heads,
      rows.map(({ cells }) => cells.map(cellText)),
    ),
  findings: ({ findings }) =>
    markdownTable(
      ['what', 'state', 'seen', 'by hand'],
      findings.map(({ title, state, saw, byHand }) => [
        title,
        findingWords(state),
        saw,
        state === 'present' ? '' : byHand,
      ]),
    ),
  exchange: ({ exchange, hop, unseen, checks }) => {
    // Its bytes are in the events: a receipt is for reading.
    if (hop) return [...hopInShort(hop), ...checked(checks)];
    return exchange ? [...wholeExchange(exchange), ...checked(checks)] : [markdownText(unseen ?? '')];
  },
};

function hopInShort({ from, to, request, carrier, credential, answer }: Hop): string[] {
  return markdownTable(
    ['hop', 'request', 'carried by', 'credential', 'answer', 'what it said'],
    [[`${from} → ${to}`, request, carrier, credential.text, answer?.status ?? 'none yet', answer?.text ?? '']],
  );
}

function wholeExchange({ request, response }: Exchange): string[] {
  return [
    ...markdownTable(
      ['request', `${request.method} ${request.url}`],
      [...Object.entries(request.headers), ...(request.body === undefined ? [] : [['body', request.body]])],
    ),
    '',
    ...markdownTable(
      ['answer', response ? String(response.status) : 'none yet'],
      [...Object.entries(response?.headers ?? {}), ...(response?.body === undefined ? [] : [['body', response.body]])],
    ),
  ];
}

/** Whom nobody saw asked, of a call that is over; where that is for another call, it is said of its leg. */
function notSeen(call: Call): string[] {
  const parties = unseenParties(call).filter((party) => !call.ambiguous?.includes(party));
  if (parties.length === 0) return [];
  return ['', markdownText(`Not seen: ${parties.join(', ')}. It was not asked, or where nobody looked.`)];
}

/** How a token was verified, in a line. */
function checked(checks: readonly TokenCheck[] = [], by?: string): string[] {
  const head = `Checked${by === undefined ? '' : ` by ${by}`}: `;
  return checks.length === 0 ? [] : ['', markdownText(head + checks.map(checkMark).join(' · '))];
}

/** What a hop's credential said of itself. */
function carriedWords({ text, token }: ShownCredential, names: readonly string[]): string {
  if (!token) return text === '' ? 'none: no credential' : 'none: not a token';
  return toldOfToken(token, names)
    .map((told) => told.join('='))
    .join(' ');
}
