import { constants } from 'node:fs';
import { access, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { TutorialError } from '../../errors.ts';

/** Whether a report can be written there, before anything is begun. Throws a TutorialError of kind usage where it cannot be. */
export async function checkReportFile(name: string): Promise<void> {
  const file = resolve(name);
  const folder = dirname(file);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw unwritable(name, `There is no folder ${folder}.`, 'Make it, or name another file.');
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw unwritable(name, `Its folder may not be written to: ${error.code}.`, 'Name a file that can be written.');
  });
  if ((await stat(file).catch(() => undefined))?.isDirectory())
    throw unwritable(name, 'It is a folder.', 'Name a file.');
}

/** Writes a report whole, or not at all: what stands there under its name is the old one until the new one is complete. Throws a TutorialError. */
export async function writeReportFile(name: string, text: string, signal?: AbortSignal): Promise<void> {
  const file = resolve(name);
  const half = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  try {
    await writeFile(half, text, { ...(signal && { signal }), flag: 'wx' });
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true }).catch(() => {});
    signal?.throwIfAborted();
    throw new TutorialError('prerequisite-missing', `The report ${name} could not be written.`, {
      why: (error as Error).message,
      next: 'Name a file that can be written.',
      cause: error,
    });
  }
}

function unwritable(name: string, why: string, next: string): TutorialError {
  return new TutorialError('usage', `No report can be written to ${name}.`, { why, next });
}
