import { Writable } from 'node:stream';
import type { Output } from '../../../../src/io.ts';
import type { Happening } from '../../../../src/lesson/events.ts';
import { INITIAL_STATE, reduce } from '../../../../src/lesson/state.ts';
import { plainPresenter } from '../../../../src/presenters/plain.ts';
import { receiptLines } from '../../../../src/presenters/receipt-lines.ts';
import { markdownReport } from '../../../../src/report/formats/markdown.ts';
import { reportOfSession } from '../../../../src/report/of-session.ts';
import { COURSE } from '../../../../steps/index.ts';
import { propagation } from '../../../../steps/propagation/index.ts';
import { AT, done, fold, STARTED } from '../../../components/fixture.ts';
import { SECOND, STARTED_BOTH } from '../../../components/two-chapters.ts';

const FIRST = propagation.title;
const SOME = [...done('0'), ...done('1a'), ...done('5a')];

/** What stands on stdout after these happenings. */
function plain(happenings: readonly Happening[], terminal?: { readonly columns: number }): string {
  let written = '';
  const stream = new Writable({
    write: (chunk: Buffer, _, next) => {
      written += chunk.toString();
      next();
    },
  });
  const stdout = Object.assign(stream, {
    isTTY: terminal !== undefined,
    columns: terminal?.columns ?? 80,
  }) as unknown as Output;
  const stderr = new Writable({ write: (_, __, next) => next() }) as unknown as Output;
  const presenter = plainPresenter({ stdout, stderr, env: {} }, COURSE);
  let state = INITIAL_STATE;
  for (const happening of happenings) {
    const event = { ...happening, at: AT };
    state = reduce(state, event);
    presenter.tell(event, state);
  }
  return written;
}

describe('of several chapters', () => {
  test('plain lines have the title of each above its first step', () => {
    const heads = plain([STARTED_BOTH, ...SOME])
      .split('\n')
      .map((line) => line.slice(0, 5).trim());
    expect(heads).toEqual([FIRST.slice(0, 5), '✓ 0', '✓ 1a', SECOND.slice(0, 5).trim(), '✓ 5a', '']);
  });

  test('the receipt has a table for each', () => {
    const text = markdownReport(reportOfSession(fold([STARTED_BOTH, ...SOME]), COURSE));
    expect(text).toMatch(/^# What was proved\n/);
    const [, first = '', second = ''] = text.split(/^## Steps: /m);
    expect(first).toMatch(new RegExp(`^${FIRST}\n[^]*\\| 4 \\| Side by side`));
    expect(second).toMatch(new RegExp(`^${SECOND}\n[^]*\\| 5a \\| Secret \\| ✓ done`));
    expect(first).not.toContain('| 5a |');
    expect(second.split('\n## ')[0]).not.toContain('| 4 |');
  });

  test('the receipt on the screen has their titles', () => {
    const lines = receiptLines(fold([STARTED_BOTH, ...SOME]), COURSE, 'file', 80);
    expect(lines[lines.indexOf(FIRST) + 1]).toMatch(/✓ 0 +Prerequisites/);
    expect(lines[lines.indexOf(SECOND) + 1]).toMatch(/✓ 5a +Secret/);
  });
});

test('of one chapter, the receipt bears its title, and nothing else says it', () => {
  expect(plain([STARTED, ...SOME.slice(0, 10)])).not.toContain(FIRST);
  const state = fold([STARTED, ...SOME.slice(0, 10)]);
  expect(markdownReport(reportOfSession(state, COURSE))).toMatch(
    new RegExp(`^# ${FIRST}: what was proved\n[^]*## Steps\n`),
  );
  expect(receiptLines(state, COURSE, 'file', 80)).not.toContain(FIRST);
});

test('in a terminal the verdict is no wider than its columns, however long the run took', () => {
  const ended = {
    type: 'session-ended',
    outcome: 'timed-out',
    exitCode: 124,
    proved: 2,
    of: 50,
    tookMs: 1_234_500,
  } as const;
  const happenings = [STARTED, ended];
  expect(plain(happenings).trimEnd().split('\n').at(-1)).toBe('2 of 50 proved in 1234.5 s · timed-out');
  const lines = plain(happenings, { columns: 40 }).trimEnd().split('\n');
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
  expect(plain(happenings, { columns: 30 }).trimEnd().split('\n').slice(-2)).toEqual([
    '2 of 50 proved in 1234.5 s ·',
    '  timed-out',
  ]);
});
