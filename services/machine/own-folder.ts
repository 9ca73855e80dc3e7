import { chmod, lstat } from 'node:fs/promises';
import { makeFolder } from './folders.ts';

/** The number of this user; undefined where users have none (Windows). */
export const USER_ID: number | undefined = process.getuid?.();

/**
 * Makes the folder where there is none, and sees to it that it is this user's alone: no link, nobody else's, and closed to others (one that
 * stands open is closed). Throws where it is not, or cannot be made.
 */
export async function ownFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  const found = await lstat(folder);
  if (found.isSymbolicLink()) throw new Error(`${folder} is a link`);
  if (!found.isDirectory()) throw new Error(`${folder} is no folder`);
  if (USER_ID === undefined) return;
  if (found.uid !== USER_ID) throw new Error(`${folder} belongs to another user`);
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

/** Whether it is a folder of this user's, and no link to one. */
export async function isOwnFolder(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() === true && (USER_ID === undefined || found.uid === USER_ID);
}
