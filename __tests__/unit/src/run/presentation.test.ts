import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { TutorialError } from '../../../../src/errors.ts';
import { Session } from '../../../../src/lesson/session.ts';
import { ndjsonPresenter } from '../../../../src/presenters/ndjson.ts';
import type { Presenter } from '../../../../src/presenters/presenter.ts';
import { openPresentation } from '../../../../src/run/presentation.ts';
import { LESSON_TEXT, STARTED } from '../../../components/fixture.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tutorial-tui-presentation-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** A presenter that writes a file at its end, as a pipeline's test reports are written. */
function junit(file: string): Presenter {
  return {
    name: 'JUnit report',
    tell: () => {},
    finish: async ({ steps }) => {
      const cases = steps.map(
        ({ id, status }) => `<testcase name="${id}"${status === 'done' ? '/>' : '><skipped/></testcase>'}`,
      );
      await writeFile(file, `<testsuite tests="${steps.length}">${cases.join('')}</testsuite>`);
    },
  };
}

const throwing: Presenter = {
  name: 'picture',
  tell: () => {
    throw new Error('no colour left');
  },
  finish: async () => {
    throw new Error('told no more, and asked for no end');
  },
};

const hanging: Presenter = { name: 'slow report', tell: () => {}, finish: () => new Promise(() => {}) };

/** One session with these presenters, from its first event to their end. */
async function heardBy(presenters: readonly Presenter[], patienceMs = 60_000): Promise<{ faults: TutorialError[] }> {
  const faults: TutorialError[] = [];
  const presentation = openPresentation(presenters, (error) => faults.push(error));
  const session = new Session<undefined>({ chapters: [], lab: undefined, onEvent: presentation.tell });
  session.tell(STARTED);
  session.tell({ type: 'step-ended', step: '0', status: 'done', proved: 'all there', tookMs: 1 });
  await presentation.finish(session.state, patienceMs);
  expect(presentation.fault).toBe(faults[0]);
  return { faults };
}

test('three at once: one writes a file at its end, one throws, and the third hears every event', async () => {
  const stdout = new PassThrough({ encoding: 'utf8' });
  const file = join(scratch, 'report.xml');
  const { faults } = await heardBy([throwing, junit(file), ndjsonPresenter({ stdout })]);
  expect(readFileSync(file, 'utf8')).toMatch(
    new RegExp(`^<testsuite tests="${LESSON_TEXT.length}"><testcase name="0"/><testcase name="1a"><skipped/>`),
  );
  const types = String(stdout.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect(types).toEqual(['session-started', 'step-ended']);
  // Once, though there were two events and an end.
  expect(faults).toMatchObject([{ kind: 'fault', message: 'The picture is not complete.', why: 'no colour left' }]);
});

test('a file that cannot be written is said by its cause', async () => {
  const { faults } = await heardBy([junit(join(scratch, 'nowhere', 'report.xml'))]);
  expect(faults).toMatchObject([
    { message: 'The JUnit report is not complete.', why: expect.stringContaining('ENOENT') },
  ]);
});

test('an end that never comes is waited for no longer than there is time, and the others have theirs', async () => {
  const ended: string[] = [];
  const quick: Presenter = { name: 'quick report', tell: () => {}, finish: async () => void ended.push('quick') };
  const { faults } = await heardBy([hanging, quick], 20);
  expect(faults).toMatchObject([{ kind: 'timed-out', message: 'The slow report is not complete.' }]);
  expect(ended).toEqual(['quick']);
});

test('of several that fail each is heard of, and the first is what the verdict heeds', async () => {
  const other: Presenter = { ...throwing, name: 'other picture' };
  const { faults } = await heardBy([throwing, other]);
  expect(faults.map(({ message }) => message)).toEqual([
    'The picture is not complete.',
    'The other picture is not complete.',
  ]);
});

test('what a presenter says itself of its failure is kept', async () => {
  const failing: Presenter = {
    name: 'report',
    tell: () => {},
    finish: async () => {
      throw new TutorialError('prerequisite-missing', 'No room.', { next: 'Make some.' });
    },
  };
  const { faults } = await heardBy([failing]);
  expect(faults).toMatchObject([{ kind: 'prerequisite-missing', why: 'No room.', next: 'Make some.' }]);
});
