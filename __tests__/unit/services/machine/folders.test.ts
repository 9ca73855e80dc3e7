import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../../../services/machine/folders.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'tutorial-tui-folders-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

test('a folder is made with all that is missing above it, for this user alone', async () => {
  await makeFolder(join(scratch, 'a', 'b'));
  await makeFolder(join(scratch, 'a', 'b'));
  for (const path of ['a', 'a/b']) {
    const { mode } = await stat(join(scratch, path));
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o700);
  }
});

test('two may make the same one at once', async () => {
  const path = join(scratch, 'a', 'b', 'c');
  await expect(Promise.all([1, 2, 3, 4].map(() => makeFolder(path)))).resolves.toHaveLength(4);
});

test('none is made in the current folder, where there is no home', async () => {
  await expect(makeFolder('.local/state/tutorial-tui')).rejects.toThrow('is no absolute path');
});

test('below a file there is none to be had', async () => {
  await writeFile(join(scratch, 'file'), '');
  await expect(makeFolder(join(scratch, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

if (process.platform === 'linux') {
  test('where a folder takes nothing though it is there, it gives up', async () => {
    await expect(makeFolder('/proc/nonexistent/state/tutorial-tui')).rejects.toMatchObject({ code: 'ENOENT' });
  });
}
