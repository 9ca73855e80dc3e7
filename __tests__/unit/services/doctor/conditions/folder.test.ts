import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskCondition } from '../../../../../services/doctor/conditions/disk.ts';
import { folderCondition } from '../../../../../services/doctor/conditions/folder.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'doctor-folder-'));
});
afterEach(() => rmSync(home, { recursive: true }));

async function seen(path: string, own = true) {
  const [line] = await seenBy(folderCondition, { folders: [{ of: own ? 'state' : 'temporary', path, own }] });
  expect(line && saysTheWayOut(line)).toBe(true);
  return line;
}

test('one that is there: it is written to, and nothing is left', async () => {
  expect(await seen(home)).toEqual({ of: 'state', title: 'Folder, state', state: 'ok', saw: home });
  expect(readdirSync(home)).toEqual([]);
});

test('one that is not there yet is not made', async () => {
  const path = join(home, 'state/tutorial-tui');
  expect(await seen(path)).toMatchObject({ state: 'ok', saw: path });
  expect(readdirSync(home)).toEqual([]);
});

test('a link, a file, and one below a file', async () => {
  mkdirSync(join(home, 'real'));
  symlinkSync(join(home, 'real'), join(home, 'link'));
  writeFileSync(join(home, 'file'), '');
  expect(await seen(join(home, 'link'))).toMatchObject({ state: 'warning', saw: `${join(home, 'link')} is a link` });
  expect(await seen(join(home, 'file'))).toMatchObject({ state: 'warning', saw: `${join(home, 'file')} is no folder` });
  expect((await seen(join(home, 'file/below')))?.saw).toMatch(/cannot be looked at: ENOTDIR$/);
  // The temporary folder may be one: macOS has it so.
  expect(await seen(join(home, 'link'), false)).toMatchObject({ state: 'ok' });
});

test('a name that leads elsewhere from each folder', async () => {
  expect(await seen('state/tutorial-tui')).toMatchObject({
    state: 'warning',
    saw: 'state/tutorial-tui is no absolute path',
    // There is nothing to be made writable: it is the path that is missing.
    next: expect.stringMatching(/^Set HOME, or XDG_STATE_HOME/),
  });
  expect(await seen('tmp', false)).toMatchObject({ state: 'warning', next: 'Name it by its whole path: TMPDIR.' });
});

// Only root can give a folder away.
if (process.getuid?.() === 0) {
  test('another user’s is not taken for the state; the temporary one may be anybody’s', async () => {
    chownSync(home, 65_534, 65_534);
    expect(await seen(home)).toMatchObject({ state: 'warning', saw: `${home} belongs to another user` });
    expect(await seen(home, false)).toMatchObject({ state: 'ok' });
  });
}

test('one that takes nothing', async () => {
  expect(await seen('/proc', false)).toMatchObject({
    state: 'warning',
    saw: expect.stringMatching(/^\/proc cannot be written: E/),
  });
  // Where it is not there, the one that it would be made in is tried: root may write to it, as far as access(2) knows.
  expect((await seen('/proc/.state/tutorial-tui'))?.saw).toMatch(/is not there, and \/proc cannot be written: E/);
});

test('nobody makes a temporary folder that is not there', async () => {
  const path = join(home, 'tmp');
  expect(await seen(path, false)).toMatchObject({ state: 'warning', saw: `${path} is not there` });
});

test('the room on their disks', async () => {
  const folders = [
    { of: 'state', path: join(home, 'not/there'), own: true },
    { of: 'temporary', path: home, own: false },
  ];
  const lines = await seenBy(diskCondition, { folders });
  expect(lines.map(({ of }) => of)).toEqual(['state', 'temporary']);
  for (const { saw } of lines) expect(saw).toMatch(/^[\d.]+ [GM]B free$/);
});

test('folders below a file are on its disk; of one that no file system has, the others are told all the same', async () => {
  writeFileSync(join(home, 'file'), '');
  const folders = [
    { of: 'state', path: join(home, 'file/.local/state'), own: true },
    { of: 'long', path: join(home, 'x'.repeat(10_000)), own: true },
    { of: 'temporary', path: home, own: false },
  ];
  const lines = await seenBy(diskCondition, { folders });
  expect(lines).toMatchObject([
    { of: 'state', state: 'ok' },
    { of: 'long', state: 'warning', saw: expect.stringMatching(/cannot be looked at: ENAMETOOLONG$/) },
    { of: 'temporary', state: 'ok' },
  ]);
  expect(lines.every(saysTheWayOut)).toBe(true);
});

test('a disk without room', async () => {
  // A file system that has none: proc(5).
  const [line] = await seenBy(diskCondition, { folders: [{ of: 'state', path: '/proc', own: true }] });
  expect(line).toMatchObject({ state: 'warning', saw: '0 MB free', next: expect.stringMatching(/room/) });
});
