import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMark } from '../../../../services/machine/process-mark.ts';
import type { Happening } from '../../../../src/lesson/events.ts';
import { eventLine } from '../../../../src/presenters/ndjson.ts';
import { listRuns } from '../../../../src/records/list-runs.ts';
import { readRun } from '../../../../src/records/read-record.ts';
import { EVENTS_FILE, OWNER_FILE, runPlaces, runsBelow, VERIFICATION_FILE } from '../../../../src/records/run-files.ts';
import { summaryOf } from '../../../../src/records/run-summary.ts';
import { AFTER_ALL, done, happened, STARTED } from '../../../components/fixture.ts';
import { SOME_VERIFICATION } from '../../../verification.ts';

let scratch: string;
let at: { state: string; temporary: string };
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tutorial-tui-records-'));
  at = { state: join(scratch, 'state'), temporary: scratch };
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const nameOf = (minute: number) => `2026-01-01T00-0${minute}-00-000Z-aB3dE6`;

/** A run of ours, with what it left. */
function aRun(minute: number, files: Readonly<Record<string, string>>, place = at.state): string {
  const folder = join(runsBelow(place), nameOf(minute));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const LESSON = happened(AFTER_ALL).map(eventLine).join('');
const names = async () => (await listRuns(at)).map(({ name }) => name);

test('runs of both kinds are listed, newest first, from below the state folder and from where they are without it', async () => {
  aRun(1, { [EVENTS_FILE]: LESSON });
  aRun(3, { [VERIFICATION_FILE]: JSON.stringify(SOME_VERIFICATION) });
  aRun(2, { [EVENTS_FILE]: '' }, runPlaces(at)[1]);
  expect(await names()).toEqual([nameOf(3), nameOf(2), nameOf(1)]);
  const of = await Promise.all((await listRuns(at)).map(async (run) => (await summaryOf(run)).of));
  expect(of).toEqual(['verification', 'nothing', 'lesson']);
});

test('one goes on as long as the process lives whose mark it has; of a forged mark none does', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  aRun(1, { [EVENTS_FILE]: LESSON, [OWNER_FILE]: JSON.stringify(processMark()) });
  aRun(2, { [EVENTS_FILE]: LESSON, [OWNER_FILE]: JSON.stringify({ ...processMark(), pid }) });
  aRun(3, { [EVENTS_FILE]: LESSON, [OWNER_FILE]: 'not a mark' });
  aRun(4, { [EVENTS_FILE]: LESSON, [OWNER_FILE]: JSON.stringify(processMark()) + ' '.repeat(10_000) });
  expect((await listRuns(at)).map(({ goesOn }) => goesOn)).toEqual([false, false, false, true]);
});

test('of more runs than are kept the newest are listed', async () => {
  const all = Array.from({ length: 205 }, (_, at) => `2026-01-01T00-00-00-${String(at).padStart(3, '0')}Z-aB3dE6`);
  for (const name of all) {
    mkdirSync(join(runsBelow(at.state), name), { recursive: true });
    writeFileSync(join(runsBelow(at.state), name, EVENTS_FILE), '');
  }
  expect(await names()).toEqual(all.slice(5).reverse());
});

test('of a run that was broken off, the step is told that was begun last', async () => {
  const begun = ['1a', '1b'].map((step): Happening => ({ type: 'step-started', step, purpose: 'prove' }));
  aRun(1, {
    [EVENTS_FILE]: happened([STARTED, ...begun])
      .map(eventLine)
      .join(''),
  });
  const [run] = await listRuns(at);
  expect(run && (await summaryOf(run))).toMatchObject({ of: 'lesson', step: '1b', ended: undefined });
});

test('what is not of our making is no run', async () => {
  mkdirSync(join(runsBelow(at.state), `${nameOf(5)}.bak`), { recursive: true });
  writeFileSync(join(runsBelow(at.state), `${nameOf(5)}.bak`, EVENTS_FILE), LESSON);
  aRun(1, { 'notes.txt': 'hello' });
  mkdirSync(join(runsBelow(at.state), 'mine'));
  writeFileSync(join(runsBelow(at.state), nameOf(2)), 'a file');
  expect(await names()).toEqual([]);
});

if (process.platform !== 'win32') {
  test('no link is followed: not a run, not its record, not the folder of the runs', async () => {
    const folder = aRun(1, { [EVENTS_FILE]: LESSON });
    symlinkSync(folder, join(runsBelow(at.state), nameOf(2)));
    symlinkSync(join(folder, EVENTS_FILE), join(aRun(3, {}), EVENTS_FILE));
    expect(await names()).toEqual([nameOf(1)]);
    at = { ...at, state: join(scratch, 'other') };
    mkdirSync(at.state);
    symlinkSync(join(scratch, 'state', 'runs'), runsBelow(at.state));
    expect(await names()).toEqual([]);
  });

  test('a record that becomes a link after it was listed is not read', async () => {
    const folder = aRun(1, { [EVENTS_FILE]: LESSON });
    const [run] = await listRuns(at);
    rmSync(join(folder, EVENTS_FILE));
    symlinkSync('/dev/zero', join(folder, EVENTS_FILE));
    if (!run) throw new Error('no run');
    await expect(readRun(run)).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining('is gone') });
    expect((await summaryOf(run)).of).toBe('nothing');
  });

  test('a pipe in the place of a record is waited for by nobody', async () => {
    const folder = aRun(1, {});
    spawnSync('mkfifo', [join(folder, EVENTS_FILE)]);
    expect(await names()).toEqual([]);
  });
}

if (process.platform === 'linux') {
  test('no file stays open, whatever was found in its place', async () => {
    aRun(1, { [EVENTS_FILE]: LESSON, [OWNER_FILE]: JSON.stringify(processMark()) });
    aRun(2, { [VERIFICATION_FILE]: JSON.stringify(SOME_VERIFICATION) });
    mkdirSync(join(aRun(3, {}), EVENTS_FILE));
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    const runs = await listRuns(at);
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      await summaryOf(run);
      await readRun(run);
    }
    expect(open()).toBe(before);
  });
}

// Only root can give a file away.
if (process.getuid?.() === 0) {
  test('another user’s run is none of ours, and neither is a record that they put into ours', async () => {
    chownSync(aRun(1, { [EVENTS_FILE]: LESSON }), 65_534, 65_534);
    chownSync(join(aRun(2, { [EVENTS_FILE]: LESSON }), EVENTS_FILE), 65_534, 65_534);
    expect(await names()).toEqual([]);
    aRun(3, { [EVENTS_FILE]: LESSON });
    chownSync(runsBelow(at.state), 65_534, 65_534);
    expect(await names()).toEqual([]);
  });
}

describe('where a walkthrough stands', () => {
  const [started, ...rest] = AFTER_ALL;
  const walked = (more: readonly Happening[]) =>
    happened([{ ...started, mode: 'walkthrough' } as Happening, ...more])
      .map(eventLine)
      .join('');
  const left: Happening = { type: 'session-ended', outcome: 'proved', exitCode: 0, proved: 2, of: 9, tookMs: 1 };
  const begun: Happening = { type: 'step-started', step: '1b', purpose: 'prove' };

  test.each<[string, readonly Happening[], object]>([
    ['in a step', [...done('1a'), begun], { step: '1b', stepIsOver: false, left: undefined }],
    ['behind a step', [...done('0'), ...done('1a')], { step: '1a', stepIsOver: true, left: undefined }],
    ['left half-way', [...done('0'), ...done('1a'), left], { stepIsOver: true, left: '1b' }],
    ['gone through', [...rest, left], { stepIsOver: true, left: undefined }],
  ])('%s', async (_, more, summary) => {
    aRun(1, { [EVENTS_FILE]: walked(more) });
    const [run] = await listRuns(at);
    expect(run && (await summaryOf(run))).toMatchObject(summary);
  });
});
