import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { LONGEST_SENTENCE, printable, printableJson, printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import type { VerifiedRow, VerifyDocument } from '../verify/document.ts';
import type { PlannedRequest } from '../verify/plan.ts';
import { colorsFor, columnsOf } from './output.ts';

type Colors = ReturnType<typeof colorsFor>;
type RowVerdict = VerifiedRow['verdict'];

/** How a verdict is marked, and called. */
const VERDICTS: Readonly<
  Record<RowVerdict, { readonly mark: string; readonly words: string; readonly style: keyof Colors }>
> = {
  passed: { mark: '✓', words: 'passed', style: 'green' },
  failed: { mark: '✗', words: 'failed', style: 'red' },
  'wrongly-accepted': { mark: '✗', words: 'WRONGLY ACCEPTED', style: 'red' },
  'not-tried': { mark: '·', words: 'not tried', style: 'dim' },
  'not-seen': { mark: '·', words: 'not seen', style: 'dim' },
};
/** In the order in which the foot counts them. */
const COUNTED: readonly RowVerdict[] = ['passed', 'failed', 'wrongly-accepted', 'not-tried', 'not-seen'];

const TITLE_WIDTH = 23;
const RULE_WIDTH = 16;
const INDENT = ' '.repeat(4);
/** Columns of the words before a detail. */
const LABEL_WIDTH = 6;
const NARROWEST_ANSWER = 16;
const TIMES = ['not logged in', 'logged in once', 'logged in twice'];

/** Writes a verification to standard output: one JSON document, or a table for people. */
export function showVerification(
  verification: VerifyDocument,
  { stdout, env, verdict }: Pick<Io, 'stdout' | 'env' | 'verdict'>,
  { json = false, quiet = false }: { readonly json?: boolean; readonly quiet?: boolean },
): void {
  if (json) {
    stdout.write(Buffer.from(verificationText(verification)));
    verdict?.told();
    return;
  }
  const [columns, colors] = [columnsOf(stdout, env), colorsFor(stdout, env)];
  const lines = (quiet ? quietLines : verificationLines)(verification, columns, colors);
  stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** A verification as `verify --json` writes it: one JSON document. */
export function verificationText(verification: VerifyDocument): string {
  return `${printableJson(verification)}\n`;
}

/** The table, in so many columns; below it what it comes to. */
function verificationLines(verification: VerifyDocument, columns: number, colors: Colors): string[] {
  const { issuer, doors, rows } = verification;
  const timeWidth = Math.max(...rows.map((row) => tookWords(row).length)) + 2;
  return [
    ...(issuer === '' ? [] : headed('tokens of', issuer)),
    ...doors.flatMap(({ id, url, is }) => [
      '',
      colors.bold(printableLine(`${id}  ${url}`, LONGEST_SENTENCE)),
      ...(is ? detailLines('', printableLine(is, LONGEST_SENTENCE), columns) : []),
      ...rows
        .filter(({ door }) => door === id)
        .flatMap((row, at, all) =>
          rowLines(row, { columns, colors, timeWidth, isLikeBefore: isQuietAlike(row, all[at - 1]) }),
        ),
    ]),
    ...verification.left.flatMap((text) => [
      '',
      ...detailLines('left', printableLine(text, LONGEST_SENTENCE), columns),
    ]),
    '',
    ...footLines(verification, columns, colors),
  ];
}

/** What failed, with the part that it is said of, and the verdict in one line. */
function quietLines(verification: VerifyDocument, columns: number, colors: Colors): string[] {
  const failed = verification.rows.filter(({ verdict }) => verdict === 'failed' || verdict === 'wrongly-accepted');
  const timeWidth = Math.max(0, ...failed.map((row) => tookWords(row).length)) + 2;
  return [
    ...failed.flatMap((row) => {
      const url = verification.doors.find(({ id }) => id === row.door)?.url ?? '';
      const head = colors.bold(printableLine(`${row.door}  ${url}`, LONGEST_SENTENCE));
      return [head, ...rowLines(row, { columns, colors, timeWidth, isLikeBefore: false })];
    }),
    ...verification.left.flatMap((text) => detailLines('left', printableLine(text, LONGEST_SENTENCE), columns)),
    ...footLines(verification, Number.POSITIVE_INFINITY, colors),
  ];
}

function headed(label: string, text: string): string[] {
  return [printableLine(`${label} ${text}`, LONGEST_SENTENCE)];
}

interface RowSurroundings {
  readonly columns: number;
  readonly colors: Colors;
  readonly timeWidth: number;
  /** Whether it was left out for the reason of the row before, which was told there. */
  readonly isLikeBefore: boolean;
}

function isQuietAlike({ verdict, why }: VerifiedRow, before: VerifiedRow | undefined): boolean {
  return verdict.startsWith('not-') && verdict === before?.verdict && why === before.why;
}

function rowLines(row: VerifiedRow, { columns, colors, timeWidth, isLikeBefore }: RowSurroundings): string[] {
  const { verdict, title, rule, status, said, by } = row;
  const [why, next] = [row.why, row.next].map((text) => text && printableLine(text, LONGEST_SENTENCE));
  const { mark, words, style } = VERDICTS[verdict];
  const paint = colors[style] as (text: string) => string;
  const isQuiet = verdict === 'not-tried' || verdict === 'not-seen';
  const answer = printableLine([status, by && by !== row.door && `by ${by}`, said].filter(Boolean).join(' '));
  const room = Math.max(columns - TITLE_WIDTH - RULE_WIDTH - timeWidth - 3, NARROWEST_ANSWER);
  const cells = [
    `${paint(mark)} ${fitted(title, TITLE_WIDTH)}`,
    fitted(verdict === 'not-tried' ? words : answer || words, room),
    ` ${colors.dim(fitted(ruleWords(rule), RULE_WIDTH))}`,
    colors.dim(tookWords(row).padStart(timeWidth)),
  ];
  const line = cells.join('').trimEnd();
  if (verdict === 'passed' || isLikeBefore) return [line];
  const details: [string, string | undefined][] = isQuiet
    ? [['', `${words}, because ${why ?? 'nothing tells'}`]]
    : [
        [
          '',
          [`${paint(words)}${by ? ` by ${by}` : ''}`, why, row.wants !== 'holds' && answer && `it said: ${answer}`]
            .filter(Boolean)
            .join('; '),
        ],
        ['next', next],
      ];
  return [line, ...details.flatMap(([label, text]) => (text ? detailLines(label, text, columns) : []))];
}

/** A text cut to a width, or filled up to it: always with a blank at its end. */
function fitted(text: string, width: number): string {
  const shown = printableLine(text, LONGEST_SENTENCE);
  if (stringWidth(shown) < width) return shown + ' '.repeat(width - stringWidth(shown));
  let kept = '';
  for (const character of shown) {
    if (stringWidth(kept + character) > width - 2) break;
    kept += character;
  }
  return `${kept}…${' '.repeat(width - 1 - stringWidth(kept))}`;
}

function detailLines(label: string, text: string, columns: number): string[] {
  const width = Math.max(columns - INDENT.length - LABEL_WIDTH, NARROWEST_ANSWER);
  return wrapAnsi(text, width, { hard: true })
    .split('\n')
    .map((each, at) => `${INDENT}${(at === 0 ? label : '').padEnd(LABEL_WIDTH)}${each}`);
}

/** As short as it can be found again by. */
function ruleWords({ of, section }: VerifiedRow['rule']): string {
  return /^\d/.test(section) ? `${of} §${section}` : of;
}

/** How long our request took and, of that, what lies beyond the part that was asked, where that was seen. */
function tookWords({ legs }: VerifiedRow): string {
  if (legs.length === 0) return '';
  return `${legs.map(({ tookMs }) => Math.round(tookMs)).join('/')} ms`;
}

function footLines(
  { rows, requests, logins, tookMs, outcome }: VerifyDocument,
  columns: number,
  colors: Colors,
): string[] {
  const counts = COUNTED.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${VERDICTS[verdict].words}`);
  const sent = `${counted(requests, 'request')}, ${TIMES[logins] ?? `logged in ${logins} times`}, ${(tookMs / 1000).toFixed(1)} s`;
  const further = rows.find(({ legs }) => legs.length > 1)?.legs[1];
  const times = further ? ` Times: ours, and of that from ${further.from} to ${further.to}.` : '';
  const text = `${counted(rows.length, 'row')}: ${counts.join(', ')}. ${sent}.${times}`;
  const paint = outcome === 'proved' ? colors.green : colors.red;
  const lines = Number.isFinite(columns) ? wrapAnsi(printable(text), columns).split('\n') : [printable(text)];
  return lines.map((line) => paint(line));
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Writes what would be sent, a request a line. */
export function showPlan(requests: readonly PlannedRequest[], { stdout }: Pick<Io, 'stdout'>): void {
  const lines = requests.map(({ to, request, brings }) =>
    printableLine(`${to.padEnd(10)}${request}: ${brings}`, LONGEST_SENTENCE),
  );
  const foot = `Nothing was sent. ${counted(requests.length, 'request')} as listed; a session takes some for each call.`;
  stdout.write([...lines, '', foot].map((line) => `${line}\n`).join(''));
}
