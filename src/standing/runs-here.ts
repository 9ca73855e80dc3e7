import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../../services/machine/folders.ts';
import { isOwnFolder } from '../../services/machine/own-folder.ts';
import { type ProcessMark, processMarkSchema } from '../../services/machine/process-mark.ts';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import { parseJson } from '../evidence/json.ts';
import { MARK_LIMIT, OWNER_FILE, RUN_NAME, runPlaces, runsBelow } from '../records/run-files.ts';

/** The folder of a run that found no other place, as mkdtemp names it. */
const NEW_NAME = /^tutorial-tui-[A-Za-z0-9]{6}$/;

/** A run's folder, by the form of its name and its user. */
export interface RunHere {
  /** `2026-11-24T16-13-07-123Z-a1B2c3` */
  readonly name: string;
  readonly folder: string;
  /** The process whose run it is: its mark; `none` where the run has ended in order; `unclear` where what stands there is no mark. */
  readonly owner: ProcessMark | 'none' | 'unclear';
}

/** The places of this user in which runs, and what they share, may be: of those that are there, only the ones that are this user's, and no links. */
export async function statePlaces(at?: Parameters<typeof runPlaces>[0]): Promise<readonly string[]> {
  return kept(runPlaces(at), isOwnFolder);
}

/** Every run of this user that is on this machine, the oldest first. */
export async function runsHere({ state = stateFolder(), temporary = tmpdir() } = {}): Promise<readonly RunHere[]> {
  const places = (await statePlaces({ state, temporary })).map(runsBelow);
  const alone = (await names(temporary)).filter((name) => NEW_NAME.test(name)).map((name) => join(temporary, name));
  const folders = await kept([...places, ...alone], isOwnFolder);
  const found = await Promise.all(folders.map(runsIn));
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function runsIn(place: string): Promise<RunHere[]> {
  const runs = (await names(place))
    .filter((name) => RUN_NAME.test(name))
    .map((name) => ({ name, folder: join(place, name) }));
  const own = await kept(runs, ({ folder }) => isOwnFolder(folder));
  return Promise.all(own.map(async (run) => ({ ...run, owner: await ownerOf(run.folder) })));
}

async function ownerOf(folder: string): Promise<RunHere['owner']> {
  try {
    const text = await readRegularFile(join(folder, OWNER_FILE), MARK_LIMIT);
    return text === undefined ? 'none' : (processMarkSchema.safeParse(parseJson(text)).data ?? 'unclear');
  } catch {
    return 'unclear';
  }
}

/** Empty where nobody may look. */
function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function kept<T>(all: readonly T[], fits: (each: T) => Promise<boolean>): Promise<T[]> {
  const fitting = await Promise.all(all.map(fits));
  return all.filter((_, index) => fitting[index]);
}
