import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Happening } from '../../../../src/lesson/events.ts';
import { receiptFile } from '../../../../src/presenters/receipt-file.ts';
import { COURSE } from '../../../../steps/index.ts';
import { done, fold, STARTED } from '../../../components/fixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-receipt-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is on the screen after this run, whose receipt goes into such a file. */
async function after(happenings: readonly Happening[], file: string | undefined): Promise<string> {
  const stdout = new PassThrough({ encoding: 'utf8' });
  const receipt = receiptFile({ file, course: COURSE, stdout, print: (_state, _course, where) => [where] });
  await receipt.finish?.(fold(happenings), new AbortController().signal);
  return String(stdout.read() ?? '');
}

test('of what was proved there is a receipt, for this user alone; of nothing there is none', async () => {
  const file = join(folder, 'receipt.md');
  expect(await after([STARTED], file)).toBe('');
  expect(readdirSync(folder)).toEqual([]);
  expect(await after([STARTED, ...done('0')], file)).toBe(`${file}\n`);
  expect(readFileSync(file, 'utf8')).toMatch(/^# /);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('where it cannot be written, it is on the screen all the same, and says why', async () => {
  expect(await after([STARTED, ...done('0')], join(folder, 'no', 'r.md'))).toMatch(/^could not be written: ENOENT/);
  expect(await after([STARTED, ...done('0')], undefined)).toMatch(/^not written: /);
});
