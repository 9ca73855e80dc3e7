import { Writable } from 'node:stream';
import type { Output } from '../../../../src/io.ts';
import type { Happening } from '../../../../src/lesson/events.ts';
import { INITIAL_STATE, reduce } from '../../../../src/lesson/state.ts';
import { plainPresenter } from '../../../../src/presenters/plain.ts';
import { receiptMarkdown } from '../../../../src/presenters/receipt.ts';
import { receiptLines } from '../../../../src/presenters/receipt-lines.ts';
import { COURSE } from '../../../../steps/index.ts';
import { propagation } from '../../../../steps/propagation/index.ts';
import { AT, done, fold, STARTED } from '../../../components/fixture.ts';
import { SECOND, STARTED_BOTH } from '../../../components/two-chapters.ts';

const FIRST = propagation.title;
const FACTS = { version: '1', node: '20', platform: 'linux', course: COURSE, from: 0, to: 1 };
const SOME = [...done('0'), ...done('1a'), ...done('5a')];

/** What stands on stdout after these happenings. */
function plain(happenings: readonly Happening[]): string {
  let written = '';
  const stream = new Writable({
    write: (chunk: Buffer, _, next) => {
      written += chunk.toString();
      next();
    },
  });
  const stdout = Object.assign(stream, { isTTY: false, columns: 80 }) as unknown as Output;
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
    const text = receiptMarkdown(fold([STARTED_BOTH, ...SOME]), FACTS);
    expect(text).toMatch(/^# What was proved\n/);
    const [, first = '', second = ''] = text.split(/^## Steps: /m);
    expect(first).toMatch(new RegExp(`^${FIRST}\n[^]*\\| 4 \\| Side by side`));
    expect(second).toMatch(new RegExp(`^${SECOND}\n[^]*\\| 5a \\| Secret \\| done`));
    expect(first).not.toContain('| 5a |');
    expect(second.split('\n## ')[0]).not.toContain('| 4 |');
  });

  test('the receipt on the screen has their titles', () => {
    const lines = receiptLines(fold([STARTED_BOTH, ...SOME]), FACTS, 'file', 80);
    expect(lines[lines.indexOf(FIRST) + 1]).toMatch(/✓ 0 +Prerequisites/);
    expect(lines[lines.indexOf(SECOND) + 1]).toMatch(/✓ 5a +Secret/);
  });
});

test('of one chapter, the receipt bears its title, and nothing else says it', () => {
  expect(plain([STARTED, ...SOME.slice(0, 10)])).not.toContain(FIRST);
  const state = fold([STARTED, ...SOME.slice(0, 10)]);
  expect(receiptMarkdown(state, FACTS)).toMatch(new RegExp(`^# ${FIRST}: what was proved\n[^]*## Steps\n`));
  expect(receiptLines(state, FACTS, 'file', 80)).not.toContain(FIRST);
});
