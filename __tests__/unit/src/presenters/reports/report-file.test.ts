import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReportFile, writeReportFile } from '../../../../../src/presenters/reports/report-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a report takes the place of the old one, and nothing else is left there', async () => {
  const file = join(folder, 'a.xml');
  writeFileSync(file, 'old');
  await checkReportFile(file);
  await writeReportFile(file, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['a.xml']);
});

test('where there is no time left, the old one stands as it was', async () => {
  const file = join(folder, 'a.xml');
  writeFileSync(file, 'old');
  await expect(writeReportFile(file, 'new', AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a.xml']);
});

test('what cannot be put in its place leaves no half behind', async () => {
  const file = join(folder, 'a.xml');
  mkdirSync(file);
  await expect(writeReportFile(file, 'new')).rejects.toMatchObject({ kind: 'prerequisite-missing' });
  expect(readdirSync(folder)).toEqual(['a.xml']);
});

test.each([
  ['a folder that is not there', 'nowhere/a.xml', /^There is no folder/],
  ['a file in the place of a folder', 'file/a.xml', /^There is no folder/],
  ['a folder in its own place', 'dir', /^It is a folder/],
])('%s is told beforehand', async (_, name, why) => {
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'dir'));
  await expect(checkReportFile(join(folder, name))).rejects.toMatchObject({
    kind: 'usage',
    why: expect.stringMatching(why),
  });
});
