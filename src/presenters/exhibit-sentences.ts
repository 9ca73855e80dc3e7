import { carriedWords } from '../evidence/carried.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { findingWords } from '../evidence/finding.ts';
import type { Hop } from '../evidence/hop.ts';
import { inWords } from '../evidence/json.ts';
import { type LoginMark, loginMarkWords } from '../evidence/login-marks.ts';
import { claimText, toldOfToken } from '../evidence/shown-token.ts';
import type { TokenCheck } from '../evidence/token-check.ts';
import { answerIn, type Call, legNotes, unseenParties } from '../lesson/call.ts';
import type { Crossing } from '../lesson/crossings.ts';
import {
  type ByShape,
  byShape,
  type Exhibit,
  type FindingsExhibit,
  type Otherwise,
  type TableCell,
  type TokenExhibit,
} from '../lesson/exhibit.ts';
import { cellWords } from '../lesson/table-cell.ts';

/** An exhibit for somebody who may only hear it: sentences, states in words, no boxes and no columns. `now` is in milliseconds since the epoch. */
export function exhibitSentences(exhibit: Exhibit, now: number): string[] {
  return byShape(SENTENCES, exhibit, now);
}

const SENTENCES: ByShape<[now: number], string[]> = {
  call: ({ title, call, over, claims, result, earlier }) => [
    `${title}.`,
    ...call.hops.flatMap((hop) => hopSentences(call, hop, claims)),
    ...legNotes(call).map((note) => `${note}.`),
    ...(over ? unseenSentences(call) : []),
    ...(result === undefined ? [] : [`What came back: ${result}`]),
    ...(earlier === undefined ? [] : [earlier]),
  ],
  token: (exhibit, now) => {
    const { title, token, otherwise } = exhibit;
    return [
      `${title}. ${signatureSentence(exhibit)}`,
      ...Object.entries(token.header).map(([name, value]) => `Header ${name}: ${inWords(value)}`),
      ...Object.entries(token.claims).map(([name, value]) => claimSentence(exhibit, name, value, now)),
      ...(otherwise ? otherwiseSentences(otherwise) : []),
    ];
  },
  columns: ({ title, heads, rows, conclusion }) => [
    `${title}.`,
    ...([0, 1] as const).flatMap((at) => [
      `${heads[at].text}.`,
      ...rows.flatMap(({ label, sides }) => sides[at].map((text) => `${label}: ${text}`)),
    ]),
    ...(conclusion ? [`${conclusion.label}: ${conclusion.text}`] : []),
  ],
  table: ({ title, heads, rows }) => [`${title}.`, ...rows.map(({ cells }) => spoken(heads, cells))],
  findings: ({ title, findings }) => {
    const present = findings.filter(({ state }) => state === 'present');
    const names = present.map((finding) => finding.title).join(', ');
    return [
      `${title}. ${present.length} of ${findings.length} as they should be${names && `: ${names}`}.`,
      ...findings.filter(({ state }) => state !== 'present').flatMap(findingSentences),
    ];
  },
  exchange: ({ title, exchange, hop, unseen, note, checks, claims = [] }) => [
    `${title}.`,
    ...(hop ? [requestSentence(hop), ...carriedSentences(hop, claims)] : []),
    ...(exchange ? exchangeSentences(exchange) : [unseen ?? '']),
    ...(hop?.answer ? [answerSentence(hop, hop.answer)] : []),
    ...(hop && note !== undefined ? [`This hop is ${note}.`] : []),
    ...checkSentences(checks),
  ],
};

function exchangeSentences({ request, response }: Exchange): string[] {
  return [
    `Request: ${request.method} ${request.url}`,
    ...messageSentences('request', request),
    ...(response
      ? [`Answer: ${response.status}`, ...messageSentences('answer', response)]
      : ['It was not answered yet.']),
  ];
}

/** Each answer after its question; where there is none, the question is left out. */
function spoken(heads: readonly string[], cells: readonly TableCell[]): string {
  return cells.flatMap((cell, at) => (cell === '' ? [] : [`${heads[at]}: ${cellWords(cell)}`])).join('; ');
}

/** What is asked of whom, and what carries the credential there. */
export function requestSentence(hop: Hop): string {
  const { from, to, request } = hop;
  return `${from === 'you' ? 'You ask' : `${from} asks`} ${to}: ${request}, with ${carriedWords(hop)}`;
}

/** A request with all that it brought, or an answer with all that it brought. */
export function crossingSentences({ hop, brings }: Crossing, claims: readonly string[]): string[] {
  const { exchange, answer } = hop;
  if (brings === 'request')
    return [requestSentence(hop), ...carriedSentences(hop, claims), ...messageSentences('request', exchange.request)];
  return [
    ...(answer ? [answerSentence(hop, answer)] : []),
    ...checkSentences(answer?.checks),
    ...markSentences(answer?.marks),
    ...(exchange.response ? messageSentences('answer', exchange.response) : []),
  ];
}

/** Whom nobody saw asked; where that is for another call, it is said of its leg. */
function unseenSentences(call: Call): string[] {
  const parties = unseenParties(call).filter((party) => !call.ambiguous?.includes(party));
  return parties.length === 0 ? [] : [`Not seen: ${parties.join(', ')}.`];
}

/** The status, and the reason, which is the answering party’s to give. */
export function answerWords({ status, text }: NonNullable<Hop['answer']>): string {
  return [status, text].filter(Boolean).join(', ');
}

function hopSentences(call: Call, hop: Hop, claims: readonly string[]): string[] {
  const isWrong = answerIn(call, hop)?.ok !== hop.answer?.ok;
  return [
    requestSentence(hop),
    ...carriedSentences(hop, claims),
    ...(hop.answer ? [answerSentence(hop, hop.answer, isWrong)] : ['It has not answered yet.']),
    ...checkSentences(hop.answer?.checks),
    ...markSentences(hop.answer?.marks),
    ...Object.entries(hop.exchange.request.headers).map(([name, value]) => `Request header ${name}: ${value}`),
    ...(hop.exchange.response?.body ? [`Body of the answer: ${hop.exchange.response.body}`] : []),
  ];
}

function answerSentence({ to }: Hop, answer: NonNullable<Hop['answer']>, isWrong = false): string {
  const said = `${answer.ok ? 'a yes' : 'a no'}${isWrong ? ', and wrong' : ''}`;
  return `${to} answers: ${answerWords(answer)}. That is ${said}.`;
}

/** What was looked at, and how that went. */
function checkSentences(checks: readonly TokenCheck[] = []): string[] {
  if (checks.length === 0) return [];
  const said = checks.map(({ id, passed, saw }) => `${id} ${passed ? 'passed' : `did not pass, it saw ${saw}`}`);
  return [`What was checked: ${said.join(', ')}.`];
}

function carriedSentences({ credential: { token }, marks }: Hop, names: readonly string[]): string[] {
  const told = token && toldOfToken(token, names).map((each) => each.join(' '));
  return [...(told ? [`The token says: ${told.join(', ')}`] : []), ...markSentences(marks)];
}

function markSentences(marks: readonly LoginMark[] = []): string[] {
  return marks.length === 0 ? [] : [`Prints of what is masked: ${loginMarkWords(marks)}`];
}

function signatureSentence({ judge, answer }: TokenExhibit): string {
  const checked = answer
    ? `${judge} ${answer.ok ? 'has checked it' : `has refused the token: ${answerWords(answer)}`}`
    : `${judge} has not checked it yet`;
  return `Its signature is not shown; ${checked}.`;
}

function claimSentence({ claims }: TokenExhibit, name: string, value: unknown, now: number): string {
  const words = claims.find((claim) => claim.name === name);
  const said = name === 'exp' && typeof value === 'number' ? expiryWords(value - now / 1000) : claimText(name, value);
  return `${words?.decides ? 'Deciding claim' : 'Claim'} ${name}: ${said}${words ? `. It says ${words.means}` : ''}.`;
}

function expiryWords(seconds: number): string {
  return seconds > 0
    ? `in ${Math.floor(seconds / 60)} minutes and ${Math.floor(seconds % 60)} seconds`
    : 'it has expired';
}

function otherwiseSentences({ supposes, lost, ends }: Otherwise): string[] {
  return [supposes, ...Object.entries(lost).map(([name, text]) => `Claim ${name}: ${text}.`), ends];
}

function findingSentences({ title, state, saw, byHand }: FindingsExhibit['findings'][number]): string[] {
  const seen = `${title}: ${findingWords(state)}. ${saw}`;
  return state === 'unknown' ? [seen] : [seen, `By hand: ${byHand}`];
}

function messageSentences(of: string, { headers, body }: Pick<Exchange['request'], 'headers' | 'body'>): string[] {
  return [
    ...Object.entries(headers).map(([name, value]) => `Header of the ${of} ${name}: ${value}`),
    ...(body ? [`Body of the ${of}: ${body}`] : []),
  ];
}
