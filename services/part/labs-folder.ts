import { lstat, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, stateFolder } from '../machine/folders.ts';
import { USER_ID } from '../machine/own-folder.ts';

/** sockaddr_un holds this many bytes on macOS; Linux has 4 more (unix(7)). */
const LONGEST_PATH = 103;

/**
 * Where the labs of this user that live have a socket each, by which parts that were started by hand find them: beside the runs, or where that
 * cannot be, in the temporary folder. Nowhere on Windows, which has no such sockets.
 */
export function labsFolders(): readonly string[] {
  if (USER_ID === undefined) return [];
  return [join(stateFolder(), 'labs'), join(tmpdir(), `tutorial-tui-${USER_ID}`, 'labs')];
}

/** The path of a new lab's socket in this folder, which is made. Throws where the folder is not this user's alone, or the path too long. */
export async function newSocketPath(folder: string): Promise<string> {
  const path = join(folder, `${process.pid}.sock`);
  if (Buffer.byteLength(path) > LONGEST_PATH) throw new Error(`${path} is too long for a socket`);
  await makeFolder(folder);
  if (!(await isOursAlone(folder))) throw new Error(`${folder} is not this user's alone`);
  return path;
}

/** The sockets in these folders, the newest first. Whether a lab still listens there, a connection will tell. */
export async function socketsOfLabs(folders = labsFolders()): Promise<readonly string[]> {
  const found: { path: string; madeAt: number }[] = [];
  for (const folder of folders) {
    if (!(await isOursAlone(folder))) continue;
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const stats = await lstat(path).catch(() => undefined);
      if (stats?.isSocket() && stats.uid === USER_ID) found.push({ path, madeAt: stats.mtimeMs });
    }
  }
  return found.sort((a, b) => b.madeAt - a.madeAt).map(({ path }) => path);
}

/** A folder, and no link to one, that nobody but this user can look into. */
async function isOursAlone(folder: string): Promise<boolean> {
  const stats = await lstat(folder).catch(() => undefined);
  return stats?.isDirectory() === true && stats.uid === USER_ID && (stats.mode & 0o077) === 0;
}
