import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportPlace, writeReportFile } from '../../../../../src/presenters/reports/report-file.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tutorial-tui-report-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a report takes the place of the old one, and nothing else is left there', async () => {
  const file = join(folder, 'a.xml');
  writeFileSync(file, 'old');
  expect(await reportPlace(file)).toBe(file);
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

if (process.platform !== 'win32') {
  test('a link that somebody has put where the half would be is not written through', async () => {
    writeFileSync(join(folder, 'theirs'), 'mine');
    symlinkSync(join(folder, 'theirs'), join(folder, `.a.xml.${process.pid}.part`));
    await expect(writeReportFile(join(folder, 'a.xml'), 'new')).rejects.toMatchObject({ kind: 'prerequisite-missing' });
    expect(readFileSync(join(folder, 'theirs'), 'utf8')).toBe('mine');
  });
}

test.each([
  ['a folder that is not there', 'nowhere/a.xml', /^There is no folder/],
  ['a file in the place of a folder', 'file/a.xml', /^There is no folder/],
  ['a folder in its own place', 'dir', /^It is a folder/],
])('%s is told beforehand', async (_, name, why) => {
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'dir'));
  await expect(reportPlace(join(folder, name))).rejects.toMatchObject({
    kind: 'usage',
    why: expect.stringMatching(why),
  });
});

test('a link stays one: the file that it leads to is written', async () => {
  const [file, link] = [join(folder, 'a.xml'), join(folder, 'link.xml')];
  writeFileSync(file, 'old');
  symlinkSync('a.xml', link);
  expect(await reportPlace(link)).toBe(file);
  await writeReportFile(link, 'new');
  expect([readFileSync(file, 'utf8'), lstatSync(link).isSymbolicLink()]).toEqual(['new', true]);
});

test('a link to nothing is told beforehand', async () => {
  symlinkSync('nothing', join(folder, 'link.xml'));
  await expect(reportPlace(join(folder, 'link.xml'))).rejects.toMatchObject({
    kind: 'usage',
    why: 'It is a link to no file.',
  });
});

if (process.platform !== 'win32') {
  test('a pipe is told beforehand, and is one afterwards, whoever writes', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(reportPlace(pipe)).rejects.toMatchObject({
      kind: 'usage',
      why: expect.stringMatching(/^It is no file/),
    });
    await expect(writeReportFile(pipe, 'new')).rejects.toMatchObject({ kind: 'prerequisite-missing' });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });
}
