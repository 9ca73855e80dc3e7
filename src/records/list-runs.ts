import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { USER_ID } from '../../services/machine/own-folder.ts';
import { isAlive, processMarkSchema } from '../../services/machine/process-mark.ts';
import { parseJson } from '../evidence/json.ts';
import { openOwn } from './own-file.ts';
import { EVENTS_FILE, MARK_LIMIT, OWNER_FILE, RUN_NAME, runPlaces, runsBelow, VERIFICATION_FILE } from './run-files.ts';

/** More runs than are kept. */
const MOST_RUNS = 200;

/** A run that is on record. */
export interface RecordedRun {
  /** `2026-11-24T16-13-07-123Z-a1B2c3` */
  readonly name: string;
  readonly folder: string;
  /** Its record: the file's name. */
  readonly record: string;
  /** Whether its process still runs. */
  readonly goesOn: boolean;
}

/** The runs of this user, newest first. What is a link, or somebody else's, is none. */
export async function listRuns(at?: Parameters<typeof runPlaces>[0]): Promise<readonly RecordedRun[]> {
  const found = await Promise.all(runPlaces(at).map((place) => runsIn(runsBelow(place))));
  return found.flat().toSorted((a, b) => (a.name < b.name ? 1 : -1));
}

async function runsIn(folder: string): Promise<readonly RecordedRun[]> {
  const itself = await lstat(folder).catch(() => undefined);
  if (!itself?.isDirectory() || (USER_ID !== undefined && itself.uid !== USER_ID)) return [];
  const names = (await readdir(folder))
    .filter((name) => RUN_NAME.test(name))
    .toSorted()
    .slice(-MOST_RUNS);
  const runs = await Promise.all(names.map((name) => runIn(join(folder, name), name)));
  return runs.filter((run) => run !== undefined);
}

async function runIn(folder: string, name: string): Promise<RecordedRun | undefined> {
  for (const record of [EVENTS_FILE, VERIFICATION_FILE]) {
    const handle = await openOwn(folder, record);
    if (!handle) continue;
    await handle.close();
    return { name, folder, record, goesOn: await hasOwner(folder) };
  }
  return undefined;
}

/** Whether the process that left its mark there lives. What is no mark tells of none. */
async function hasOwner(folder: string): Promise<boolean> {
  const handle = await openOwn(folder, OWNER_FILE);
  if (!handle) return false;
  try {
    const { size } = await handle.stat();
    const mark = size > MARK_LIMIT ? undefined : processMarkSchema.safeParse(parseJson(await handle.readFile('utf8')));
    return mark?.success === true && isAlive(mark.data);
  } finally {
    await handle.close();
  }
}
