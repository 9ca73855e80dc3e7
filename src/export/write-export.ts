import { chmod, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TutorialError } from '../errors.ts';
import type { ExportFile } from './export-file.ts';
import {
  changesOf,
  type ExportChanges,
  readWritten,
  WRITTEN_FILE,
  type Written,
  writtenFile,
} from './written-before.ts';

/** Bytes of a file that is compared: more is none of ours. */
const LARGEST = 16 * 1024 * 1024;
/** Files of somebody's that are named. */
const MOST_NAMED = 5;

/** A folder that an export may be written into, as it is before. */
export interface ExportFolder {
  readonly folder: string;
  readonly before: Written;
}

/** Looks at a folder, which need not be there. Throws a TutorialError of kind usage where it holds something else than an export. */
export async function lookAtFolder(folder: string, isForced: boolean): Promise<ExportFolder> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unusable(folder, error.code === 'ENOTDIR' ? 'It is no folder.' : error.message);
  });
  const known = await contentOf(join(folder, WRITTEN_FILE));
  const before = known instanceof Uint8Array ? readWritten(Buffer.from(known).toString('utf8')) : undefined;
  if (before === undefined && names.length > 0 && !isForced)
    throw unusable(folder, `There are files in it that no export has written: ${named(names)}.`);
  return { folder, before: before ?? {} };
}

/** What stands in a file of the folder; undefined where there is none that could be read. */
export async function textIn({ folder }: ExportFolder, path: string): Promise<string | undefined> {
  const there = await contentOf(join(folder, path));
  return there instanceof Uint8Array ? Buffer.from(there).toString('utf8') : undefined;
}

/**
 * Writes an export, and says what that changed. Nothing is written where a file is there that no export has written, or that somebody has changed since:
 * a TutorialError of kind usage names it, unless it is forced.
 */
export async function writeExport(
  { folder, before }: ExportFolder,
  files: readonly ExportFile[],
  isForced: boolean,
): Promise<ExportChanges> {
  const paths = new Set([...files.map(({ path }) => path), ...Object.keys(before)]);
  const there = new Map(
    await Promise.all([...paths].map(async (path) => [path, await contentOf(join(folder, path))] as const)),
  );
  const changes = changesOf(files, before, (path) => there.get(path));
  if (changes.foreign.length > 0 && !isForced)
    throw unusable(
      folder,
      `It would write over what no export has written, or somebody has changed: ${named(changes.foreign)}.`,
    );
  try {
    // First, so that what stands there of an export that is broken off (a full disk) is known for ours the next time.
    await write(folder, writtenFile(files, before));
    for (const file of files) if (!changes.unchanged.includes(file.path)) await write(folder, file);
    for (const path of changes.gone) await rm(join(folder, path));
    await write(folder, writtenFile(files));
  } catch (cause) {
    throw new TutorialError('prerequisite-missing', `The export cannot be written into ${folder}.`, {
      why: (cause as Error).message,
      next: 'See that you may write there, and that there is room; then export again, which goes on with what stands there. Or name another folder: --output DIR.',
      cause,
    });
  }
  return changes;
}

/** Replaces a file as a whole; a link is replaced, and not followed. */
async function write(folder: string, { path, content, isSecret }: ExportFile): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  const mode = isSecret ? 0o600 : 0o644;
  try {
    await writeFile(fresh, content, { mode, flag: 'wx' });
    // Whatever the umask says: a container reads these files as another user, and nobody else may read a secret.
    await chmod(fresh, mode);
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

async function contentOf(file: string): Promise<Uint8Array | 'odd' | undefined> {
  try {
    const found = await lstat(file);
    return found.isFile() && found.size <= LARGEST ? await readFile(file) : 'odd';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'odd';
  }
}

function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function unusable(folder: string, why: string): TutorialError {
  return new TutorialError('usage', `The export is not written into ${folder}.`, {
    why,
    next: 'Name another folder, --output DIR, or let it be written over: --force.',
  });
}
