import { constants, fstatSync, type Stats } from 'node:fs';
import { access, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { TutorialError } from '../../errors.ts';

/**
 * Where a report can be written: the file itself, where `name` is a link to one. Throws a TutorialError of kind usage where there is no such place: what is
 * no file (a device, a pipe) would be replaced by one.
 */
export async function reportPlace(name: string): Promise<string> {
  const file = await targetOf(name);
  const folder = dirname(file);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw unwritable(name, `There is no folder ${folder}.`, 'Make it, or name another file.');
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw unwritable(name, `Its folder may not be written to: ${error.code}.`, 'Name a file that can be written.');
  });
  const there = await lstat(file).catch(() => undefined);
  if (there?.isDirectory()) throw unwritable(name, 'It is a folder.', 'Name a file.');
  if (there && !there.isFile())
    throw unwritable(
      name,
      'It is no file, but a device, a pipe or a socket.',
      'Name a file; `report` writes to standard output.',
    );
  if (there && STREAMS.some((fd) => isOpenAt(fd, there)))
    throw unwritable(name, 'The output of this run goes there.', 'Name another file.');
  return file;
}

/** Standard output and standard error. */
const STREAMS = [1, 2];

function isOpenAt(fd: number, { dev, ino }: Stats): boolean {
  try {
    const open = fstatSync(fd);
    return open.dev === dev && open.ino === ino;
  } catch {
    return false;
  }
}

/** What a chain of links leads to. */
async function targetOf(name: string): Promise<string> {
  const file = resolve(name);
  if (!(await lstat(file).catch(() => undefined))?.isSymbolicLink())
    return join(await realFolder(dirname(file)), basename(file));
  return realpath(file).catch(() => {
    throw unwritable(name, 'It is a link to no file.', 'Name the file itself.');
  });
}

/** Without links in it, so that two names of one file are the same; as it is, where it is not there. */
function realFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}

/** Writes a report whole, or not at all: what stands there under its name is the old one until the new one is complete. Throws a TutorialError. */
export async function writeReportFile(name: string, text: string, signal?: AbortSignal): Promise<void> {
  let half: string | undefined;
  try {
    const file = await reportPlace(name);
    half = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
    await writeFile(half, text, { ...(signal && { signal }), flag: 'wx' });
    await rename(half, file);
  } catch (error) {
    if (half !== undefined) await rm(half, { force: true }).catch(() => {});
    signal?.throwIfAborted();
    throw new TutorialError('prerequisite-missing', `The report ${name} could not be written.`, {
      why: (error instanceof TutorialError && error.why) || (error as Error).message,
      next: 'Name a file that can be written.',
      cause: error,
    });
  }
}

function unwritable(name: string, why: string, next: string): TutorialError {
  return new TutorialError('usage', `No report can be written to ${name}.`, { why, next });
}
