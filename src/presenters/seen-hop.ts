import type { Hop, ShownCredential } from '../evidence/hop.ts';
import { inWords } from '../evidence/json.ts';
import { numericDate } from '../evidence/numeric-date.ts';
import { LONGEST_SENTENCE, printableJson, printableLine } from '../evidence/printable.ts';
import type { colorsFor } from './output.ts';

/** The claims on which somebody decides, in the order in which they are asked: RFC 7519, section 4.1; RFC 8693, section 4; RFC 9068. */
const DECIDING = ['iss', 'aud', 'azp', 'client_id', 'sub', 'act', 'may_act', 'scope', 'nbf', 'exp'];
const TIMES = new Set(['nbf', 'exp']);
const LABEL_WIDTH = 12;
const INDENT = ' '.repeat(6);

type Colors = ReturnType<typeof colorsFor>;

/** A hop that has just come by, as lines: who asked whom for what, what it brought, and the claims of that. `to` is what the server is called. */
export function arrivedLines(hop: Hop, number: number, to: string, colors: Colors): string[] {
  const { from, at, request, credential, exchange, traceId } = hop;
  const agent = exchange.request.headers['user-agent'];
  const who = `${from}${agent === undefined ? '' : ` (${text(agent)})`} → ${to}`;
  const rows = [
    credentialRow(hop),
    ...tokenRows(credential, at),
    ...(traceId === undefined ? [] : [['trace', traceId] as const]),
  ];
  return [
    `${numbered(number)}${clock(at)}  ${colors.bold(who)}  ${text(request)}`,
    ...rows.map(([label, value]) => `${INDENT}${colors.dim(text(label).padEnd(LABEL_WIDTH))}${text(value)}`),
  ];
}

/** Its answer, as a line. */
export function answerLine({ answer }: Hop, number: number, colors: Colors): string {
  if (!answer) return '';
  const mark = answer.ok ? colors.green('✓') : colors.red('✗');
  const took = `${Math.round(answer.tookMs)} ms`;
  return `${numbered(number)}${mark} ${[answer.status, took, answer.text].filter(Boolean).map(text).join(' · ')}`;
}

type Row = readonly [label: string, value: string];

function credentialRow({ carrier, credential }: Hop): Row {
  if (credential.text === '') return ['credential', 'none'];
  return ['credential', `${credential.text} in ${carrier} · print ${credential.print}`];
}

function tokenRows({ text: credential, token }: ShownCredential, now: number): Row[] {
  if (credential === '') return [];
  if (!token) return [['', 'it is no JWT: what it means, only who made it knows']];
  const { header, claims } = token;
  const decide = DECIDING.filter((name) => name in claims || name === 'aud');
  const others = Object.keys(claims).filter((name) => !decide.includes(name));
  return [
    [
      'alg',
      [
        ...[header.alg, header.typ].filter(Boolean).map(inWords),
        ...(header.kid ? [`kid ${inWords(header.kid)}`] : []),
      ].join(' · '),
    ],
    ...decide.map((name): Row => [name, claimValue(name, claims[name], now)]),
    ...(others.length > 0 ? [['also', others.join(', ')] as const] : []),
  ];
}

function claimValue(name: string, value: unknown, now: number): string {
  if (value === undefined) return '(missing: it is for nobody by name)';
  if (TIMES.has(name) && typeof value === 'number') return timeValue(value, now);
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ');
  return printableJson(value, LONGEST_SENTENCE);
}

/** Seconds since the epoch (RFC 7519, section 2, NumericDate), as a date and as how far off it is. */
function timeValue(seconds: number, now: number): string {
  const date = numericDate(seconds);
  if (!date) return `${seconds} (no date)`;
  const away = seconds * 1000 - now;
  return `${date.toISOString()} (${away < 0 ? `${span(-away)} ago` : `in ${span(away)}`})`;
}

function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

function numbered(number: number): string {
  return `#${number}`.padEnd(INDENT.length);
}

/** The time of day where the program runs. */
function clock(at: number): string {
  return `${new Date(at).toTimeString().slice(0, 8)}.${String(at % 1000).padStart(3, '0')}`;
}

function text(value: unknown): string {
  return printableLine(inWords(value), LONGEST_SENTENCE);
}
