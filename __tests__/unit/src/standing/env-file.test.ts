import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  envText,
  lookAtNamedFile,
  namedFile,
  removeNamedFile,
  writeNamedFile,
} from '../../../../src/standing/env-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['http://[::1]:8080/realms/demo', true],
  ['alan@example.com', true],
  ['a_-.aA1', true],
  ['two words', false],
  ['$(id)', false],
  ['`id`', false],
  ["it's", false],
  ['"quoted"', false],
  ['a;b', false],
  ['a&b', false],
  ['a\nB=c', false],
  ['a#b', false],
  ['~root', false],
  ['', false],
])('%j: a line where a shell takes it as it stands, and else a comment', (value, stands) => {
  const lines = envText('head', { NAME: value }, ['note']).split('\n');
  expect(lines).toEqual([
    '# head',
    stands ? `NAME=${value}` : expect.stringMatching(/^# NAME is left out/),
    '# note',
    '',
  ]);
});

test('a named file is for this user alone, is never written over, and goes where it is as it was written', async () => {
  const path = join(folder, 'a.env');
  const file = namedFile(path, 'A=1\n');
  expect(await lookAtNamedFile(file)).toBe('gone');
  await writeNamedFile(file, 'A=1\n');
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  await expect(writeNamedFile(namedFile(path, 'B=2\n'), 'B=2\n')).rejects.toMatchObject({ kind: 'usage' });
  expect(readFileSync(path, 'utf8')).toBe('A=1\n');
  expect(await lookAtNamedFile(file)).toBe('as written');
  writeFileSync(path, 'A=1\nMINE=2\n');
  expect(await removeNamedFile(file)).toBe('changed');
  expect(readFileSync(path, 'utf8')).toContain('MINE');
  writeFileSync(path, 'A=1\n');
  expect(await removeNamedFile(file)).toBe('gone');
  expect(await removeNamedFile(file)).toBe('gone');
  const nowhere = namedFile(join(folder, 'no', 'folder.env'), '');
  await expect(writeNamedFile(nowhere, '')).rejects.toMatchObject({ kind: 'prerequisite-missing' });
});
