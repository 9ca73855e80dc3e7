import { findingWords } from '../evidence/finding.ts';
import { claimText, type ShownToken } from '../evidence/shown-token.ts';
import { decidingHop, legNotes, unseenParties } from '../lesson/call.ts';
import { begunSteps, exhibitsOfDone, type ShownChapter } from '../lesson/chapter.ts';
import { chapterHead, idWidth } from '../lesson/chapter-state.ts';
import { type ByShape, byShape } from '../lesson/exhibit.ts';
import { partsInUse } from '../lesson/parts-in-use.ts';
import { type AnsweredPrediction, answeredPredictions } from '../lesson/predictions.ts';
import type { SessionState } from '../lesson/state.ts';
import { STATE_WORDS } from '../lesson/state-words.ts';
import { cellText } from '../lesson/table-cell.ts';
import { hanging, span, wrap } from '../screen/lines.ts';

/** The receipt in a few rows of at most `width` columns, for the normal screen. */
export function receiptLines(
  state: SessionState,
  course: readonly ShownChapter[],
  file: string,
  width: number,
): string[] {
  const done = state.steps.filter(({ status }) => status === 'done');
  const row = (label: string, text: string) => labelled(label, text, width);
  return [
    ...wrap(
      `${done.length} of ${state.steps.length} steps proved in ${duration(state.verdict?.tookMs ?? 0)} · tutorial-tui ${state.about?.version} · Node.js ${state.about?.node}`,
      width,
    ),
    ...state.steps.flatMap(({ id, title, status, proved }) => [
      ...wrap(chapterHead(state, id) ?? '', width).filter(Boolean),
      ...row(
        `${status === 'done' ? '✓' : '·'} ${id.padEnd(idWidth(state, id) + 1)}${title}`,
        status === 'done' ? proved : STATE_WORDS[status],
      ),
    ]),
    ...partsInUse(state, begunSteps(course, state)).flatMap((part) =>
      row(part.part, part.version ?? 'was not started'),
    ),
    ...exhibitsOfDone(course, state)
      .flatMap((exhibit) => byShape(IN_SHORT, exhibit))
      .flatMap(([label, text]) => row(label, text)),
    ...predictedRows(answeredPredictions(course, state)).flatMap(([label, text]) => row(label, text)),
    // A path that is cut in two can be neither read nor copied.
    ...(file.length + RECEIPT.length < width ? [`${RECEIPT} ${file}`] : [RECEIPT, file]),
  ];
}

/** The text beside its label; below it where a long label would leave it a narrow column of its own. */
function labelled(label: string, text: string, width: number): string[] {
  const hung = (head: string) => hanging(span(head), text, width).map((line) => line.map((part) => part.text).join(''));
  const beside = hung(`  ${label.padEnd(LABEL)} `);
  if (label.length <= LABEL || beside.length === 1) return beside;
  return [...wrap(label, width - 2).map((each) => `  ${each}`), ...hung(' '.repeat(LABEL + 3))];
}

const LABEL = 25;
const RECEIPT = 'The receipt:';

type Labelled = readonly [label: string, text: string];

const IN_SHORT: ByShape<[], readonly Labelled[]> = {
  call: ({ title, call, claims }) => {
    const seen = call.hops.map(({ to, answer }) => `${to} ${answer?.status ?? '?'}`);
    const way = [...seen, ...unseenParties(call).map((party) => `${party} not seen`)].join(' → ');
    const token = decidingHop(call)?.credential.token;
    return [
      [title, `${call.hops[0]?.credential.text || 'no credential'}: ${way}`],
      ...legNotes(call).map((note) => ['its hops', note] as const),
      ...(token ? [['its claims', claimsIn(token, claims)] as const] : []),
    ];
  },
  token: ({ title, token, claims }) => {
    const deciding = claims.filter(({ decides }) => decides).map(({ name }) => name);
    return [[title, claimsIn(token, deciding)]];
  },
  columns: ({ title, heads, conclusion }) => [
    conclusion ? [conclusion.label, conclusion.text] : [title, heads.map(({ text }) => text).join(', ')],
  ],
  table: ({ rows }) =>
    rows.map(({ cells }) => {
      const [first = '', ...others] = cells.map(cellText);
      return [first, others.filter(Boolean).join(' · ')];
    }),
  findings: ({ title, findings }) => {
    const of = (...states: readonly string[]) => findings.filter(({ state }) => states.includes(state));
    const lacking = of('missing', 'different').map(({ title: thing, state }) => `${thing} ${state}`);
    const unseen = of('unknown').length;
    const present = `${of('present').length} of ${findings.length} as they should be`;
    // What is lacking is named. What nobody could look at, a look by a token alone, say, is no fault: it is counted.
    return [
      [title, [present, ...lacking, ...(unseen > 0 ? [`${unseen} ${findingWords('unknown')}`] : [])].join(' · ')],
    ];
  },
  // What was told as a hop has its row in the receipt's file.
  exchange: ({ title, exchange, hop }) =>
    hop || !exchange
      ? []
      : [[title, `${exchange.request.method} ${exchange.request.url} → ${exchange.response?.status ?? '?'}`]],
};

/** How much of what was predicted was right; nothing where nothing was. */
function predictedRows(answered: readonly AnsweredPrediction[]): Labelled[] {
  const said = answered.filter((each) => each.said);
  if (said.length === 0) return [];
  const right = said.filter((each) => each.said?.right).length;
  const later = said.filter((each) => each.saidAgain?.right).length;
  return [['predicted', `${right} of ${said.length} right${later > 0 ? ` · ${later} when asked again` : ''}`]];
}

function claimsIn({ claims }: ShownToken, names: readonly string[]): string {
  return names
    .filter((name) => name in claims)
    .map((name) => `${name} ${claimText(name, claims[name])}`)
    .join(' · ');
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
