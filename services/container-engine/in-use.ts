import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../../src/evidence/json.ts';
import { makeFolder } from '../machine/folders.ts';
import { isAlive, processMark, processMarkSchema } from '../machine/process-mark.ts';
import { readRegularFile } from '../machine/regular-file.ts';

/**
 * Labels of a living container cannot be changed. That a run uses one that it did not make stands in a file instead, `<container>.<uuid>.json`
 * in a folder of this user, for as long as the run lives.
 */
const markSchema = z.object({ session: z.string(), owner: processMarkSchema });
/** Bytes; a mark has a few hundred. */
const LIMIT = 10_000;
const FILE = /^([^.]+)\.[^.]+\.json$/;

/** Gives it back. Never throws. */
export type Release = () => Promise<void>;

/** That a run uses, or used, a container that it did not make. */
export interface InUseMark {
  readonly file: string;
  /** Of the container. */
  readonly id: string;
  /** The run; undefined where what stands in the file is none of ours. */
  readonly session: string | undefined;
  /** Whether the run goes on. */
  readonly lives: boolean;
}

/** What runs have left in the folder, and nothing is changed. */
export async function inUseMarks(folder: string): Promise<readonly InUseMark[]> {
  const marks: InUseMark[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const id = FILE.exec(name)?.[1];
    if (id === undefined) continue;
    const file = join(folder, name);
    const text = await readRegularFile(file, LIMIT).catch(() => undefined);
    // Gone meanwhile, or nothing that one of our runs has written.
    if (text === undefined) continue;
    const mark = markSchema.safeParse(parseJson(text)).data;
    marks.push({ file, id, session: mark?.session, lives: mark !== undefined && isAlive(mark.owner) });
  }
  return marks;
}

/** Ids of the containers that other runs use. What dead runs have left here is removed. */
export async function usedByOthers(folder: string, session: string): Promise<ReadonlySet<string>> {
  const marks = await inUseMarks(folder);
  await Promise.all(marks.filter(({ lives }) => !lives).map(({ file }) => rm(file, { force: true }).catch(() => {})));
  return new Set(marks.filter((mark) => mark.lives && mark.session !== session).map(({ id }) => id));
}

/**
 * Says that this run uses the container; undefined where another run does. Of two that come at once both may get nothing, but never both get it:
 * each writes first and looks then. Where no file can be written, nobody can be told, and it goes on without.
 */
export async function markInUse(folder: string, id: string, session: string): Promise<Release | undefined> {
  const file = join(folder, `${id}.${randomUUID()}.json`);
  const release = () => rm(file, { force: true }).catch(() => undefined);
  try {
    await makeFolder(folder);
    // Renamed when it is whole, so that nobody reads half of it and takes it for a dead one's.
    await writeFile(`${file}.new`, JSON.stringify({ session, owner: processMark() }), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch {
    await rm(`${file}.new`, { force: true }).catch(() => undefined);
    return release;
  }
  if (!(await usedByOthers(folder, session)).has(id)) return release;
  await release();
  return undefined;
}
