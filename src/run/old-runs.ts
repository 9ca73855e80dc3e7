import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { USER_ID } from '../../services/machine/own-folder.ts';
import { isAlive, processMarkSchema } from '../../services/machine/process-mark.ts';
import { readRegularFile } from '../../services/machine/regular-file.ts';

/** A run's log, in its folder. */
export const LOG_FILE = 'run.log';
/** The mark of the process whose run it is, as long as it runs. It is there before the log is. */
export const OWNER_FILE = 'owner.json';
/** Bytes. */
const MARK_LIMIT = 4_096;

/** `2026-11-24T16-13-07-123Z-a1B2c3`: when the run began, and what makes it the only one. */
const RUN_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-[A-Za-z0-9]{6}$/;

/** The beginning of a run's name. */
export function runPrefix(now: Date): string {
  return `${now.toISOString().replaceAll(/[:.]/g, '-')}-`;
}

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
  const [itself, log] = await Promise.all([lstat(run), lstat(join(run, LOG_FILE))]);
  if (!itself.isDirectory() || !log.isFile()) return false;
  if (USER_ID !== undefined && itself.uid !== USER_ID) return false;
  const owner = await readRegularFile(join(run, OWNER_FILE), MARK_LIMIT);
  return owner === undefined || !isAlive(processMarkSchema.parse(JSON.parse(owner)));
}
