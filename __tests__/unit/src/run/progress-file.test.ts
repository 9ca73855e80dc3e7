import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_PROGRESS, type Progress } from '../../../../src/lesson/progress.ts';
import { forgetProgress, progressSaver, readProgress, writeProgress } from '../../../../src/run/progress-file.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutorial-tui-progress-'));
  file = join(folder, 'state', 'progress.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SOME: Progress = { version: 2, step: '2a', done: { '0': 1, '1a': 2 } };

test('what is written is read again', async () => {
  await writeProgress(file, SOME);
  expect(await readProgress(file)).toEqual({ progress: SOME });
  expect(await readdir(join(folder, 'state'))).toEqual(['progress.json']);
});

test('no file is no progress, and no problem', async () => {
  expect(await readProgress(file)).toEqual({ progress: NO_PROGRESS });
});

test.each([
  ['no JSON', '{"version":1,'],
  ['no version', JSON.stringify({ step: '2a', done: {} })],
  ['times that are none', JSON.stringify({ ...SOME, done: { '0': 'yesterday' } })],
  ['nothing', ''],
])('%s starts fresh, and says so', async (_, text) => {
  await writeProgress(file, SOME);
  await writeFile(file, text);
  const { progress, problem } = await readProgress(file);
  expect(progress).toEqual(NO_PROGRESS);
  expect(problem).toContain('could not be read');
});

test('steps that the course does not have are kept, for one that has', async () => {
  await writeProgress(file, { version: 2, step: '7x', done: { '0': 1, '7x': 2 } });
  await forgetProgress(file, '0');
  expect((await readProgress(file)).progress).toEqual({ version: 2, step: '0', done: { '7x': 2 } });
});

test('a file of the version before is read, and is of this one when it is next written', async () => {
  await writeProgress(file, NO_PROGRESS);
  // As tutorial-tui 0.1.0 has written it, byte by byte.
  await writeFile(file, '{"version":1,"step":"2a","done":{"0":1764000000001,"1a":1764000012345}}\n');
  const { progress, problem } = await readProgress(file);
  expect(progress).toEqual({ version: 2, step: '2a', done: { '0': 1764000000001, '1a': 1764000012345 } });
  expect(problem).toBeUndefined();
  await forgetProgress(file, '1a');
  expect(await readFile(file, 'utf8')).toBe('{"version":2,"step":"1a","done":{"0":1764000000001}}\n');
});

describe('a file of a newer version', () => {
  const NEWER = '{"version":3,"chapters":{"7":"what this program does not know"}}\n';
  beforeEach(async () => {
    await writeProgress(file, SOME);
    await writeFile(file, NEWER);
  });
  afterEach(async () => expect(await readFile(file, 'utf8')).toBe(NEWER));

  test('is not read, and that is said', async () => {
    expect(await readProgress(file)).toEqual({
      progress: NO_PROGRESS,
      problem: expect.stringContaining('newer version'),
      newer: true,
    });
  });

  test('is not overwritten, and that is said, too', async () => {
    const saver = progressSaver(file);
    saver.save(SOME);
    expect(await saver.saved()).toContain('newer version');
    await expect(writeProgress(file, SOME)).rejects.toThrow('newer version');
    await expect(forgetProgress(file, '1a')).rejects.toThrow('newer version');
    expect(await readdir(join(folder, 'state'))).toEqual(['progress.json']);
  });
});

test('one step can be forgotten, and is where the learner is then; or everything', async () => {
  await writeProgress(file, SOME);
  await forgetProgress(file, '1a');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ version: 2, step: '1a', done: { '0': 1 } });
  await forgetProgress(file);
  expect(await readProgress(file)).toEqual({ progress: NO_PROGRESS });
});

test('what was predicted is kept, and forgotten with its step', async () => {
  const predicted = { '1a': { choice: 0 }, '3a': { choice: 0, again: 2 } };
  await writeProgress(file, { ...SOME, predicted });
  expect((await readProgress(file)).progress.predicted).toEqual(predicted);
  await forgetProgress(file, '1a');
  expect((await readProgress(file)).progress.predicted).toEqual({ '3a': { choice: 0, again: 2 } });
});

test('the file is replaced as a whole: whoever has the old one open never sees half of the new one', async () => {
  await writeProgress(file, SOME);
  const old = join(folder, 'old.json');
  await link(file, old);
  await writeProgress(file, NO_PROGRESS);
  expect(JSON.parse(await readFile(old, 'utf8'))).toEqual(SOME);
  expect(await readProgress(file)).toEqual({ progress: NO_PROGRESS });
});

test('the newest is written last; where it could not be, that is said, until one could', async () => {
  const saver = progressSaver(file);
  expect(await saver.saved()).toBeUndefined();
  await writeFile(join(folder, 'state'), 'in the way');
  saver.save(NO_PROGRESS);
  saver.save(SOME);
  expect(await saver.saved()).toMatch(/EEXIST|ENOTDIR/);
  await rm(join(folder, 'state'));
  saver.save(NO_PROGRESS);
  saver.save(SOME);
  expect(await saver.saved()).toBeUndefined();
  expect(await readProgress(file)).toEqual({ progress: SOME });
});

test('a folder in its place is said', async () => {
  await mkdir(file, { recursive: true });
  expect(await readProgress(file)).toMatchObject({ progress: NO_PROGRESS, problem: expect.stringContaining(file) });
});

test('one that is far too large is said, and not read', async () => {
  await writeProgress(file, SOME);
  await writeFile(file, `${JSON.stringify(SOME)}${' '.repeat(1_000_000)}`);
  const { progress, problem } = await readProgress(file);
  expect(progress).toEqual(NO_PROGRESS);
  expect(problem).toContain('at most 1000000 are read');
});

// Windows has no modes, and no named pipes in folders.
if (process.platform !== 'win32') {
  test('nobody else may read it', async () => {
    await writeProgress(file, SOME);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('a pipe in its place, which nobody writes to, is said and not waited for', async () => {
    await mkdir(join(folder, 'state'));
    execFileSync('mkfifo', [file]);
    expect(await readProgress(file)).toMatchObject({ progress: NO_PROGRESS, problem: expect.stringContaining(file) });
  });
}
