import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TutorialError } from '../../../../src/errors.ts';
import { farewell } from '../../../../src/guided/farewell.ts';
import type { Ending } from '../../../../src/guided/guide-options.ts';
import type { Io } from '../../../../src/io.ts';
import type { Presenter } from '../../../../src/presenters/presenter.ts';
import { receiptFile } from '../../../../src/presenters/receipt-file.ts';
import { openPresentation } from '../../../../src/run/presentation.ts';
import { openRunFolder } from '../../../../src/run/run-folder.ts';
import { COURSE } from '../../../../steps/index.ts';
import { AFTER_ALL, fold } from '../../../components/fixture.ts';
import { COMMANDS, rawIn } from '../../../hostile.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tutorial-tui-farewell-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

async function said(ending: Ending, unsaved?: string, others: readonly Presenter[] = []) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const folder = await openRunFolder({ state: join(scratch, 'state'), temporary: scratch });
  const io = { stdout: stream('stdout'), stderr: stream('stderr') } as unknown as Io;
  const print = () => [`receipt ${COMMANDS}`];
  const presenters = [
    receiptFile({ file: folder.file('receipt.md'), course: COURSE, stdout: io.stdout, print }),
    ...others,
  ];
  const session = { state: fold(AFTER_ALL), tell: () => {} };
  const lesson = { session, presentation: openPresentation(presenters, () => {}) };
  const stop = new AbortController().signal;
  const exitCode = await farewell({ ending, stop, io, folder, lesson, unsaved, startedAt: 0, patienceMs: 5_000 });
  return { ...written, exitCode, receipt: readFileSync(folder.file('receipt.md') ?? '', 'utf8') };
}

test('whatever stays on the normal screen at the end is text, whoever said it', async () => {
  const fault = new TutorialError('check-failed', COMMANDS);
  const { stdout, stderr, exitCode, receipt } = await said({ by: 'fault', error: fault }, COMMANDS);
  expect(stdout).toMatch(/receipt .*owned/);
  expect(stdout).toMatch(/could not be saved: .*owned/);
  expect(stderr).toContain('owned');
  expect([rawIn(stdout), rawIn(stderr)]).toEqual([[], []]);
  expect(exitCode).toBe(fault.exitCode);
  expect(receipt).toContain('# Access-token propagation');
});

test('after all steps nothing is promised for the next start', async () => {
  const { stdout, stderr, exitCode } = await said({ by: 'finish' });
  expect(stdout).not.toContain('next start');
  expect([stderr, exitCode]).toEqual(['', 0]);
});

test('a presenter that comes to no good end is said, and costs the success', async () => {
  const report: Presenter = {
    name: 'report',
    tell: () => {},
    finish: async () => {
      throw new TutorialError('prerequisite-missing', 'No room is left.');
    },
  };
  const { stdout, stderr, exitCode } = await said({ by: 'finish' }, undefined, [report]);
  expect(stdout).toContain('receipt');
  expect(stderr).toMatch(/The report is not complete[\s\S]*No room is left/);
  expect(exitCode).toBe(6);
});
