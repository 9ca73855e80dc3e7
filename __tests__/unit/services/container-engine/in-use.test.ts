import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markInUse, usedByOthers } from '../../../../services/container-engine/in-use.ts';
import { processMark } from '../../../../services/machine/process-mark.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'marks-')), 'containers');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

test('a container is one run’s until it gives it back', async () => {
  const release = await markInUse(folder, 'c1', 'first');
  expect(await usedByOthers(folder, 'second')).toEqual(new Set(['c1']));
  expect(await usedByOthers(folder, 'first')).toEqual(new Set());
  expect(await markInUse(folder, 'c1', 'second')).toBeUndefined();
  expect(await markInUse(folder, 'c2', 'second')).toBeDefined();
  await release?.();
  expect(await usedByOthers(folder, 'third')).toEqual(new Set(['c2']));
  expect(await markInUse(folder, 'c1', 'third')).toBeDefined();
});

test('of many that come at once, one gets it at most', async () => {
  const marks = await Promise.all(Array.from({ length: 8 }, (_, run) => markInUse(folder, 'c1', `run ${run}`)));
  expect(marks.filter((release) => release !== undefined).length).toBeLessThanOrEqual(1);
});

test('what a dead run marked is free, and so is what nobody can read; other files are nobody’s business', async () => {
  await (await markInUse(folder, 'c0', 'makes the folder'))?.();
  const dead = { ...processMark(), boot: 'another' };
  await writeFile(join(folder, 'c1.x.json'), JSON.stringify({ session: 'dead', owner: dead }));
  await writeFile(join(folder, 'c2.x.json'), '{"session":');
  await writeFile(join(folder, 'notes.txt'), 'mine');
  expect(await usedByOthers(folder, 'now')).toEqual(new Set());
  expect(await readdir(folder)).toEqual(['notes.txt']);
});

test('where no file can be written, a run goes on without', async () => {
  await writeFile(folder, 'a file in its place');
  const release = await markInUse(folder, 'c1', 'now');
  await release?.();
  expect(release).toBeDefined();
});
