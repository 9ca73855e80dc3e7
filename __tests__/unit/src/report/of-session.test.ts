import { EVENTS_SCHEMA, type SessionEvent } from '../../../../src/lesson/events.ts';
import { INITIAL_STATE, reduce } from '../../../../src/lesson/state.ts';
import { junitReport } from '../../../../src/report/formats/junit.ts';
import { textReport } from '../../../../src/report/formats/text.ts';
import { reportOfSession } from '../../../../src/report/of-session.ts';
import type { Report } from '../../../../src/report/report.ts';
import { COURSE } from '../../../../steps/index.ts';
import { STEP_IDS } from '../../../lesson.ts';

const AT = 1_800_000_000_000;
const stepsIn = (chapter: number) => COURSE[chapter - 1]?.steps.map(({ id }) => id) ?? [];

/** The report of a run with `--ci` that was to prove these steps, and of which this happened. */
function reportOf(chosen: readonly string[], ...happened: readonly SessionEvent[]): Report {
  const started: SessionEvent = {
    type: 'session-started',
    at: AT,
    schema: EVENTS_SCHEMA,
    version: '1.2.3',
    node: '20.20.0',
    mode: 'ci',
    chosen: [...chosen],
    chapters: COURSE.map(({ id, title, way, steps }) => ({
      id,
      title,
      way: [...way],
      steps: steps.map((step) => ({ id: step.id, title: step.title })),
    })),
    parts: ['identity', 'tool', 'mcp', 'stack'],
  };
  return reportOfSession([started, ...happened].reduce(reduce, INITIAL_STATE), COURSE);
}

/** A step that was begun, and what it came to. */
const step = (
  id: string,
  purpose: 'prove' | 'set-up',
  status: 'done' | 'failed' | 'cancelled' = 'done',
): SessionEvent[] => [
  { type: 'step-started', at: AT, step: id, purpose },
  { type: 'step-ended', at: AT, step: id, status, proved: '', tookMs: 10 },
];

const ended = (outcome: string, exitCode: number, of: number): SessionEvent => ({
  type: 'session-ended',
  at: AT,
  outcome,
  exitCode,
  proved: 0,
  of,
  tookMs: 10,
});

const wordsOf = ({ groups }: Report) =>
  Object.fromEntries(groups.flatMap(({ entries }) => entries.map(({ id, words }) => [id, words])));

test('of a chapter that was asked for, and not reached, every step is told, and the chapter is in the title', () => {
  const asked = stepsIn(2);
  const report = reportOf(asked, ...step('1a', 'set-up', 'cancelled'), ended('timed-out', 124, asked.length));
  expect(report.title).toBe(`${COURSE[1]?.title}: what was proved`);
  expect(report.groups.map(({ id }) => id)).toEqual([COURSE[0]?.id, COURSE[1]?.id]);
  const words = wordsOf(report);
  for (const id of asked) expect({ id, words: words[id] }).toEqual({ id, words: 'not reached' });
  // It is set up for chapter 2, which stands on all that starts a part, and not on the calls of chapter 1.
  expect(words).toMatchObject({
    '1a': 'cancelled, set-up only',
    '1b': 'not reached, set-up only',
    '3b': 'not asked for',
  });
  expect(textReport(report)).toContain(`\n${COURSE[1]?.title}\n`);
  const tests = stepsIn(1).length + asked.length;
  expect(junitReport(report)).toContain(`<testsuites name="tutorial-tui" tests="${tests}" failures="1"`);
});

test('a run of the whole course that fails in its first chapter has a testcase for each step', () => {
  const report = reportOf(STEP_IDS, ...step('0', 'prove'), ...step('1a', 'prove', 'failed'), ended('x', 1, 50));
  expect(report.title).toBe('What was proved');
  expect(report.groups.map(({ id }) => id)).toEqual(COURSE.map(({ id }) => id));
  expect(junitReport(report).match(/<testcase /g)).toHaveLength(STEP_IDS.length);
});

test('what was only set up is told as that, and a chapter of which nothing was asked for or begun is not told', () => {
  const report = reportOf(['2.2'], ...step('1a', 'set-up'), ...step('2.2', 'prove'), ended('proved', 0, 1));
  expect(report.groups.map(({ id }) => id)).toEqual([COURSE[0]?.id, COURSE[1]?.id]);
  expect(wordsOf(report)).toMatchObject({ '1a': 'done, set-up only', '2.2': 'done', '2.3': 'not asked for' });
  expect(report.tone).toBe('good');
});
