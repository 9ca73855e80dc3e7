import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { USER_ID } from '../../services/machine/own-folder.ts';
import { isAlive, processMarkSchema } from '../../services/machine/process-mark.ts';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import { MARK_LIMIT, OWNER_FILE, RECORD_FILES, RUN_NAME } from '../records/run-files.ts';

/** Removes what runs of ours left in `folder`, but for the newest `kept` and those that go on. What is not of our making is not touched. */
export async function forgetOldRuns(folder: string, kept: number): Promise<void> {
  const runs = (await readdir(folder)).filter((name) => RUN_NAME.test(name)).sort();
  const old = runs.slice(0, Math.max(0, runs.length - kept)).map((name) => join(folder, name));
  await Promise.allSettled(
    old.map(async (run) => {
      if (await isEndedRun(run)) await rm(run, { recursive: true, force: true });
    }),
  );
}

async function isEndedRun(run: string): Promise<boolean> {
  const [itself, ...records] = await Promise.all([
    lstat(run),
    ...RECORD_FILES.map((name) => lstat(join(run, name)).catch(() => undefined)),
  ]);
  if (!itself.isDirectory() || !records.some((record) => record?.isFile())) return false;
  if (USER_ID !== undefined && itself.uid !== USER_ID) return false;
  const owner = await readRegularFile(join(run, OWNER_FILE), MARK_LIMIT);
  return owner === undefined || !isAlive(processMarkSchema.parse(JSON.parse(owner)));
}
