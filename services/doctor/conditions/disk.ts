import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Around } from '../around.ts';
import { bytesText } from '../bytes-text.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** Bytes that logs of some runs take, at most. */
const WANTED = 100 * 1_000_000;

/** The room on the disks that runs write to. */
export const diskCondition: ConditionRow<Pick<Around, 'folders'>> = {
  id: 'disk',
  title: 'Disk',
  about: 'The room that is free for this user where the state folder and the temporary folder are.',
  wayOut:
    'Make room, or name folders on another disk. A run logs a few megabytes at most; an image of Keycloak takes hundreds of megabytes where the engine keeps it.',
  neededBy: 'doctor',
  look: ({ folders }) => Promise.all(folders.map(({ of, path }) => lineOf(of, path))),
};

async function lineOf(of: string, path: string): Promise<Seen> {
  const line = { of, title: `Disk, ${of}` };
  const stats = await statsOf(path);
  if (typeof stats === 'string')
    return { ...line, state: 'warning', saw: `${path} cannot be looked at: ${stats}`, next: 'Name another folder.' };
  const { bavail, bsize, files, ffree } = stats;
  const free = bavail * bsize;
  // Some file systems make room for files as they come, and count none.
  const isFull = files > 0 && ffree === 0;
  const saw = `${bytesText(free)} free${isFull ? ', and no file can be made (inodes)' : ''}`;
  if (free >= WANTED && !isFull) return { ...line, state: 'ok', saw };
  return { ...line, state: 'warning', saw, next: 'Make room there: logs and progress are lost otherwise.' };
}

/** Of the file system of a folder or, where that is not there, of the nearest thing above, which may be a file; the system's code where it says none. */
async function statsOf(path: string): Promise<StatsFs | string> {
  try {
    return await statfs(path);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(path) === path) return code;
    return statsOf(dirname(path));
  }
}
