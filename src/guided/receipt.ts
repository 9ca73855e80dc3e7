import { PART_NAMES } from '../../services/part-names.ts';
import { type Call, contentText, lastCall, toolResult } from '../lesson/call.ts';
import { DECIDING_CLAIMS } from '../lesson/comparison.ts';
import type { SessionState } from '../lesson/state.ts';

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
  return [
    '# Access-token propagation: what was proved',
    '',
    `${iso(from)} to ${iso(to)}, with tutorial-tui ${version} on Node.js ${node} (${platform}).`,
    '',
    '## Steps',
    '',
    ...table(
      ['step', 'title', 'state', 'proved', 'took'],
      state.steps.map(({ id, title, status, proved, tookMs }) => [
        id,
        title,
        status,
        proved,
        status === 'done' ? `${Math.round(tookMs)} ms` : '',
      ]),
    ),
    '',
    '## Parts',
    '',
    ...table(
      ['part', 'version', 'address'],
      PART_NAMES.map((part) => [part, state.parts[part].version ?? '', state.parts[part].url ?? '']),
    ),
    ...call('The unauthorized call', lastCall(state, 'refused'), undefined),
    ...call('The authorized call', lastCall(state, 'answered'), state.token?.claims),
    '',
  ].join('\n');
}

function call(title: string, made: Call | undefined, claims: Readonly<Record<string, unknown>> | undefined): string[] {
  if (!made) return ['', `## ${title}`, '', 'It was not made.'];
  const result = toolResult(made);
  const said = claims
    ? DECIDING_CLAIMS.filter((name) => name in claims).map((name) => `${name}=${plain(claims[name])}`)
    : ['none: not a token'];
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
        credential,
        said.join(' '),
        answer?.status ?? '',
      ]),
    ),
    '',
    result ? `Result: error_code ${result.error_code}, ${contentText(result).split('\n')[0]}` : 'Result: none.',
    '',
    ...made.toolLog.map(({ text }) => `- tool server: ${text}`),
  ];
}

/** The same in a few lines, for the normal screen. */
export function receiptLines(state: SessionState, { version, node, from, to }: ReceiptFacts, file: string): string[] {
  const done = state.steps.filter(({ status }) => status === 'done');
  const minutes = Math.max(1, Math.round((to - from) / 60_000));
  return [
    `${done.length} of ${state.steps.length} steps proved in ${minutes} min · tutorial-tui ${version} · Node.js ${node}`,
    ...state.steps.map(
      ({ id, title, status, proved }) =>
        `  ${status === 'done' ? '✓' : '·'} ${id.padEnd(3)}${title.padEnd(20)} ${status === 'done' ? proved : status}`,
    ),
    ...PART_NAMES.filter((part) => state.parts[part].version !== undefined).map(
      (part) => `  ${part.padEnd(9)} ${state.parts[part].version}`,
    ),
    ...hops('unauthorized', lastCall(state, 'refused')),
    ...hops('authorized', lastCall(state, 'answered')),
    ...(state.token
      ? [`  its claims    ${DECIDING_CLAIMS.map((name) => `${name} ${plain(state.token?.claims[name])}`).join(' · ')}`]
      : []),
    `The receipt: ${file}`,
  ];
}

function hops(name: string, made: Call | undefined): string[] {
  if (!made) return [];
  const way = made.hops.map(({ to, answer }) => `${to} ${answer?.status ?? '?'}`).join(' → ');
  return [`  ${name.padEnd(13)} ${made.hops[0]?.credential ?? ''}: ${way}`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '(none)');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
