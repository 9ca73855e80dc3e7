import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../../services/machine/folders.ts';
import { ownFolder } from '../../services/machine/own-folder.ts';
import { processMark } from '../../services/machine/process-mark.ts';
import { withDeadline } from '../../services/wire/deadline.ts';
import { OWNER_FILE, runPlaces, runPrefix, runsBelow } from '../records/run-files.ts';
import { forgetOldRuns } from './old-runs.ts';

const RUNS_KEPT = 20;
/** Milliseconds. A disk that has not answered by then (a network's, say) does not hold up the run. */
const PATIENCE_MS = 2_000;
const NEVER = new AbortController().signal;

/** Where a new run is on record. */
export interface NewRun {
  /** Undefined where no folder can be written. */
  readonly folder: string | undefined;
  /** Why it is another folder than it should be, or none, without a full stop; undefined where it is as it should be. */
  readonly because: string | undefined;
}

/**
 * Makes the folder of a new run below the state folder, with an empty record in it, and forgets the oldest runs. Where that cannot be, it is made below
 * the temporary folder, in a place of this user's own. Never throws.
 */
export async function newRun(record: string, { state = stateFolder(), temporary = tmpdir() } = {}): Promise<NewRun> {
  const [usual, instead] = runPlaces({ state, temporary });
  const reasons: string[] = [];
  for (const make of [
    () => below(usual, record),
    () => below(instead, record),
    // Where even that name is somebody else's.
    async () => runIn(await mkdtemp(join(temporary, 'tutorial-tui-')), record),
  ]) {
    try {
      return { folder: await withDeadline(PATIENCE_MS, NEVER, make), because: reasons[0] };
    } catch (error) {
      reasons.push((error as Error).message.replace(/\.$/, ''));
    }
  }
  return { folder: undefined, because: reasons[0] };
}

async function below(place: string, record: string): Promise<string> {
  const runs = runsBelow(place);
  await ownFolder(place);
  await ownFolder(runs);
  const folder = await runIn(runs, record);
  await forgetOldRuns(runs, RUNS_KEPT);
  return folder;
}

async function runIn(runs: string, record: string): Promise<string> {
  const folder = await mkdtemp(join(runs, runPrefix(new Date())));
  try {
    await writeFile(join(folder, OWNER_FILE), JSON.stringify(processMark()), { mode: 0o600 });
    await writeFile(join(folder, record), '', { mode: 0o600 });
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}
