import type { Stats } from 'node:fs';
import { lstat, mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { USER_ID } from '../../machine/own-folder.ts';
import type { Around, FolderAround } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** The folders that a run writes to. The lesson does without; its log does not. */
export const folderCondition: ConditionRow<Pick<Around, 'folders'>> = {
  id: 'folder',
  title: 'Folder',
  about:
    'The state folder, which keeps logs and progress, and the temporary folder, which is taken in its place: whether they can be written and, of the first, whether it is yours alone.',
  wayOut:
    'Make the folder yours and writable, or name another one: `HOME`, `XDG_STATE_HOME` (Linux), `TMPDIR`. The lesson goes on without, but keeps no progress, and logs elsewhere or nowhere.',
  neededBy: 'lab',
  look: ({ folders }) => Promise.all(folders.map(lineOf)),
};

const NAME_A_HOME = 'Set HOME, or XDG_STATE_HOME (Linux), to the whole path of a folder of yours.';

async function lineOf({ of, path, own }: FolderAround): Promise<Seen> {
  const line = { of, title: `Folder, ${of}` };
  const amiss = await faultOf(path, own);
  if (amiss === undefined) return { ...line, state: 'ok', saw: path };
  const next =
    of === 'state'
      ? `${isAbsolute(path) ? 'Make it writable and yours.' : NAME_A_HOME} Until then your progress is not kept, and runs are logged in the temporary folder, if that can be written.`
      : `${isAbsolute(path) ? 'Make it writable, or name another one' : 'Name it by its whole path'}: TMPDIR.`;
  return { ...line, state: 'warning', saw: `${path} ${amiss}`, next };
}

/** Why nothing can be kept there, as what is said of the folder. */
async function faultOf(path: string, own: boolean): Promise<string | undefined> {
  // Without a home (HOME is empty), say: it would be another one in each folder that it is started from.
  if (!isAbsolute(path)) return 'is no absolute path';
  let there: Stats;
  try {
    there = await lstat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') return `cannot be looked at: ${code}`;
    return own ? mayBeMade(await nearest(dirname(path))) : 'is not there';
  }
  if (own && there.isSymbolicLink()) return 'is a link';
  if (own && !there.isDirectory()) return 'is no folder';
  if (own && USER_ID !== undefined && there.uid !== USER_ID) return 'belongs to another user';
  return notWritable(path);
}

async function mayBeMade(folder: string): Promise<string | undefined> {
  const amiss = await notWritable(folder);
  return amiss && `is not there, and ${folder} ${amiss}`;
}

/** Tries it: what access(2) says is not all, for a mount may be read-only, a disk full, and root may do whatever the file system can. */
async function notWritable(folder: string): Promise<string | undefined> {
  try {
    await rmdir(await mkdtemp(join(folder, '.tutorial-tui-')));
    return undefined;
  } catch (error) {
    return `cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
  }
}

/** The nearest folder above that is there. */
async function nearest(folder: string): Promise<string> {
  const isThere = await lstat(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : nearest(dirname(folder));
}
