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

/** Ids of the containers that other runs use. What dead runs have left here is removed. */
export async function usedByOthers(folder: string, session: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const file of await readdir(folder).catch(() => [])) {
    const id = FILE.exec(file)?.[1];
    if (id === undefined) continue;
    const text = await readRegularFile(join(folder, file), LIMIT).catch(() => undefined);
    // Gone meanwhile, or nothing that one of our runs has written.
    if (text === undefined) continue;
    const mark = markSchema.safeParse(parseJson(text)).data;
    if (!mark || !isAlive(mark.owner)) await rm(join(folder, file), { force: true }).catch(() => undefined);
    else if (mark.session !== session) ids.add(id);
  }
  return ids;
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
