import type { ShownCredential } from '../evidence/hop.ts';
import { LONGEST_SENTENCE, printableLine } from '../evidence/printable.ts';
import type { ShownToken } from '../evidence/shown-token.ts';
import { type Call, contentText, decidingHop, provedCall, toolResult } from '../lesson/call.ts';
import { SPOKEN_CLAIMS } from '../lesson/comparison.ts';
import { chapterHead, type SessionState, type StepState } from '../lesson/state.ts';
import { STATE_WORDS } from '../lesson/state-words.ts';
import { hanging, span, wrap } from '../screen/lines.ts';

/** What the receipt tells that no event does. */
export interface ReceiptFacts {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** What was proved, when, with which versions, and the claims per hop: as a Markdown file. Redacted like all evidence. */
export function receiptMarkdown(state: SessionState, facts: ReceiptFacts): string {
  const { version, node, platform, from, to } = facts;
  const [only, ...others] = state.chapters;
  const single = others.length === 0;
  return [
    only && single ? `# ${shown(only.title)}: what was proved` : '# What was proved',
    '',
    `${iso(from)} to ${iso(to)}, with tutorial-tui ${version} on Node.js ${node} (${platform}).`,
    ...state.chapters.flatMap(({ title, steps }) => [
      '',
      single ? '## Steps' : `## Steps: ${shown(title)}`,
      '',
      ...stepTable(state.steps.filter(({ id }) => steps.includes(id))),
    ]),
    '',
    '## Parts',
    '',
    ...table(
      ['part', 'version', 'address'],
      Object.values(state.parts).map((part) => [part.part, part.version ?? '', part.url ?? '']),
    ),
    ...call('The unauthorized call', provedCall(state, '3a')),
    ...call('The authorized call', provedCall(state, '3b')),
    '',
  ].join('\n');
}

function stepTable(steps: readonly StepState[]): string[] {
  return table(
    ['step', 'title', 'state', 'proved', 'took'],
    steps.map(({ id, title, status, proved, tookMs }) => [
      id,
      title,
      status,
      proved,
      status === 'done' ? `${Math.round(tookMs)} ms` : '',
    ]),
  );
}

function call(title: string, made: Call | undefined): string[] {
  if (!made) return ['', `## ${title}`, '', 'It was not proved.'];
  const result = toolResult(made);
  return [
    '',
    `## ${title}`,
    '',
    ...table(
      ['hop', 'request', 'carried by', 'credential', 'claims it carried', 'answer'],
      made.hops.map(({ from, to, request, carrier, credential, answer }) => [
        `${from} → ${to}`,
        request,
        carrier,
        credential.text,
        said(credential),
        answer?.status ?? '',
      ]),
    ),
    '',
    result
      ? `Result: error_code ${result.error_code}, ${shown(contentText(result).split('\n')[0] ?? '')}`
      : 'Result: none.',
    '',
    ...made.log.map(({ text }) => `- tool server: ${shown(text)}`),
  ];
}

/** The claims that a hop's credential carried. */
function said({ text, token }: ShownCredential): string {
  if (!token) return text === '' ? 'none: no credential' : 'none: not a token';
  return SPOKEN_CLAIMS.filter((name) => name in token.claims)
    .map((name) => `${name}=${plain(token.claims[name])}`)
    .join(' ');
}

/** The same in a few rows of at most `width` columns, for the normal screen. */
export function receiptLines(
  state: SessionState,
  { version, node, from, to }: ReceiptFacts,
  file: string,
  width: number,
): string[] {
  const done = state.steps.filter(({ status }) => status === 'done');
  const row = (label: string, text: string) =>
    hanging(span(`  ${label.padEnd(LABEL)} `), text, width).map((line) => line.map((part) => part.text).join(''));
  return [
    `${done.length} of ${state.steps.length} steps proved in ${duration(to - from)} · tutorial-tui ${version} · Node.js ${node}`,
    ...state.steps.flatMap(({ id, title, status, proved }) => [
      ...wrap(chapterHead(state, id) ?? '', width).filter(Boolean),
      ...row(
        `${status === 'done' ? '✓' : '·'} ${id.padEnd(3)}${title}`,
        status === 'done' ? proved : STATE_WORDS[status],
      ),
    ]),
    ...Object.values(state.parts).flatMap((part) => row(part.part, part.version ?? 'was not started')),
    ...hops('unauthorized', provedCall(state, '3a'), row),
    ...hops('authorized', provedCall(state, '3b'), row),
    ...claims(provedCall(state, '3b'), row),
    // A path that is cut in two can be neither read nor copied.
    ...(file.length + RECEIPT.length < width ? [`${RECEIPT} ${file}`] : [RECEIPT, file]),
  ];
}

const LABEL = 25;
const RECEIPT = 'The receipt:';

function hops(name: string, made: Call | undefined, row: (label: string, text: string) => string[]): string[] {
  if (!made) return [];
  const way = made.hops.map(({ to, answer }) => `${to} ${answer?.status ?? '?'}`).join(' → ');
  return row(name, `${made.hops[0]?.credential.text ?? ''}: ${way}`);
}

/** What the authorized call carried to the tool. */
function claims(made: Call | undefined, row: (label: string, text: string) => string[]): string[] {
  const token = made && decidingHop(made)?.credential.token;
  return token ? row('its claims', SPOKEN_CLAIMS.map((name) => claim(token, name)).join(' · ')) : [];
}

function claim(token: ShownToken, name: string): string {
  const value = token.claims[name];
  return `${name} ${name === 'exp' && typeof value === 'number' ? iso(value * 1000) : plain(value)}`;
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => shown(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

/** What Markdown, or a reader that makes links of addresses, would take for more than text. */
const MARKED_UP = /[\\`*_[\]<>&~#!|@]|:\/\/|\bwww\./i;

/** Text from outside, for Markdown: in a code span where anything in it could be markup, a link or HTML. */
function shown(text: string): string {
  const line = printableLine(text, LONGEST_SENTENCE).trim();
  if (!MARKED_UP.test(line)) return line;
  const fence = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const gap = fence.length > 1 ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`;
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '(none)');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
