import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { USER_ID } from '../../services/machine/own-folder.ts';

/** Opens a file of a run's folder where folder and file are what a run of this user makes: no links, of this user, regular. Undefined where they are not. */
export async function openOwn(folder: string, name: string): Promise<FileHandle | undefined> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory() || !isOwn(found.uid)) return undefined;
  // O_NONBLOCK: the mere opening of a pipe waits for a writer.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(join(folder, name), flags).catch(() => undefined);
  const stat = await handle?.stat();
  if (stat?.isFile() && isOwn(stat.uid)) return handle;
  await handle?.close();
  return undefined;
}

function isOwn(uid: number): boolean {
  return USER_ID === undefined || uid === USER_ID;
}
