import type { ShownChapter } from '../../../../src/lesson/chapter.ts';
import type { Happening } from '../../../../src/lesson/events.ts';
import type { SessionState } from '../../../../src/lesson/state.ts';
import { receiptLines } from '../../../../src/presenters/receipt-lines.ts';
import { markdownReport } from '../../../../src/report/formats/markdown.ts';
import { markdownTable } from '../../../../src/report/formats/markdown-text.ts';
import { reportOfSession } from '../../../../src/report/of-session.ts';
import { COURSE } from '../../../../steps/index.ts';
import { comparison } from '../../../../steps/propagation/comparison.ts';
import {
  ANSWERED,
  type CallFixture,
  callHops,
  callLog,
  fold,
  predicted,
  printOf,
  proved,
  REFUSED,
  SHOWN_TOKEN,
  STARTED,
} from '../../../components/fixture.ts';
import { HOUSE, houseOf, OF_EACH_SHAPE, VISITED } from '../../../exhibits-of-doors.ts';

/** The receipt as it is written. */
const receiptMarkdown = (state: SessionState, course: readonly ShownChapter[]) =>
  markdownReport(reportOfSession(state, course));
const LATER: Happening = {
  type: 'token',
  name: 'user',
  print: printOf('another'),
  token: { ...SHOWN_TOKEN, claims: { ...SHOWN_TOKEN.claims, sub: 'of-a-later-login' } },
};

/** A run in which 3a was done with this credential, and somebody logged in once more at the end. */
const runWith = (refused: CallFixture) =>
  fold([
    STARTED,
    ...callHops(refused),
    ...callLog(refused),
    ...proved('3a', refused, '401'),
    ...callHops(ANSWERED),
    ...callLog(ANSWERED),
    ...proved('3b', ANSWERED, '200'),
    LATER,
  ]);
const EXPIRED: CallFixture = {
  ...REFUSED,
  credential: 'eyJ...',
  token: { ...SHOWN_TOKEN, claims: { ...SHOWN_TOKEN.claims, sub: 'of-yesterday' } },
  text: 'token is expired',
};

/** The rows of the hops of each call. */
const hopRows = (markdown: string) => markdown.split('\n').filter((row) => /^\| \w+ → \w+ \|/.test(row));

test('each call is told with the claims that travelled with it, not with those of whatever login came last', () => {
  const rows = hopRows(receiptMarkdown(runWith(EXPIRED), COURSE));
  expect(rows).toHaveLength(6);
  for (const row of rows.slice(0, 3)) expect(row).toContain('sub=of-yesterday');
  for (const row of rows.slice(3)) expect(row).toContain(`sub=${SHOWN_TOKEN.claims.sub}`);
  expect(rows.join()).not.toContain('not a token');
  const all = [
    ...rows,
    ...receiptLines(runWith(EXPIRED), COURSE, 'file', 200),
    JSON.stringify(comparison(runWith(EXPIRED))),
  ];
  expect(all.join('\n')).not.toContain('of-a-later-login');
});

test('a credential that is no token carries no claims, and is said to be none', () => {
  const rows = hopRows(receiptMarkdown(runWith(REFUSED), COURSE));
  for (const row of rows.slice(0, 3)) expect(row).toContain('| some-api-key | none: not a token |');
});

test('a call without a credential says so in its short form, too', () => {
  const lines = receiptLines(runWith({ ...REFUSED, credential: '' }), COURSE, 'file', 200);
  expect(lines.find((line) => line.includes('no credential'))).toMatch(/ no credential: stack /);
});

test('a text stands beside its label, and below one that is too long to leave it room', () => {
  const proof = Array.from({ length: 12 }, () => 'proof').join(' ');
  const shown = (title: string, text: string) => {
    const { steps, ...state } = runWith(REFUSED);
    const named = steps.map((step) => (step.id === '3a' ? { ...step, title, proved: text } : step));
    const lines = receiptLines({ ...state, steps: named }, COURSE, 'file', 80);
    const at = lines.findIndex((each) => each.includes(title));
    return lines.slice(at, at + 2);
  };
  const long = 'a title that is longer than its column is wide';
  expect(shown('a title', proof)[0]).toMatch(/a title +proof proof/);
  expect(shown(long, proof)).toEqual([expect.stringMatching(/wide$/), expect.stringMatching(/^ {28}proof proof/)]);
  expect(shown(long, 'proof')[0]).toMatch(/wide proof$/);
});

test('what was predicted stands beside what was so', () => {
  const asked = COURSE.flatMap(({ steps }) => steps).find(({ id }) => id === '3a')?.prediction;
  const wrong = asked?.answer === 0 ? 1 : 0;
  const happenings = [
    STARTED,
    predicted('3a', wrong),
    ...proved('3a', REFUSED, '401'),
    ...proved('3b', ANSWERED, '200'),
  ];
  const said = fold(happenings);
  const row = receiptMarkdown(said, COURSE)
    .split('\n')
    .find((line) => line.includes(asked?.question ?? ''));
  expect(row?.split(' | ')).toEqual([
    '| 3a',
    asked?.question,
    `✗ ${asked?.choices[wrong]}`,
    asked?.choices[asked.answer],
    ' |',
  ]);
  expect(receiptLines(said, COURSE, 'file', 200).join('\n')).toMatch(/predicted +0 of 1 right\n/);
  const again = fold([predicted('3a', asked?.answer ?? -1, true)], said);
  expect(receiptMarkdown(again, COURSE)).toContain(`| ✓ ${asked?.choices[asked.answer]} |`);
  expect(receiptLines(again, COURSE, 'file', 200).join('\n')).toContain('0 of 1 right · 1 when asked again');
  expect(receiptMarkdown(runWith(REFUSED), COURSE)).not.toContain('Predictions');
});

test('what a step shows is told where it was begun in this run, on the screen where it is done, and not before', () => {
  const course = [HOUSE];
  const onScreen = (happenings: readonly Happening[]) => receiptLines(fold(happenings), course, 'file', 200).join('\n');
  const begun = VISITED.filter(({ type }) => type !== 'step-ended');
  const waiting = begun.filter(({ type }) => type !== 'step-started');
  expect(onScreen(VISITED)).toContain('The visit');
  expect(onScreen(begun)).not.toContain('The visit');
  expect(receiptMarkdown(fold(begun), course)).toContain('The visit');
  expect(receiptMarkdown(fold(waiting), course)).not.toContain('The visit');
});

test('what a set-up lacks is named at the end, and what nobody could look at is counted: it is no fault', () => {
  const { findings } = OF_EACH_SHAPE;
  const [upper] = findings.findings;
  if (!upper) throw new Error('The house has no hinge.');
  const unseen = ['Inner pin', 'Outer pin'].map((title) => ({ ...upper, id: title, title, state: 'unknown' as const }));
  const course = [houseOf([{ ...findings, findings: [...findings.findings, ...unseen] }])];
  expect(receiptLines(fold(VISITED), course, 'file', 200).join('\n')).toMatch(
    /The hinges +1 of 4 as they should be · Lower hinge missing · 2 cannot be seen\n/,
  );
});

test('of a token a receipt has what decides, and not whose it is', () => {
  const markdown = receiptMarkdown(fold(VISITED), [HOUSE]);
  expect(markdown).toContain('front-door');
  expect(markdown).not.toContain('a rose');
});

test('a cell with a bar in it is one cell', () => {
  expect(markdownTable(['head'], [['one | two']]).at(-1)).toBe('| `one \\| two` |');
});
