import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { stateFolder } from '../../services/machine/folders.ts';
import { ownFolder, USER_ID } from '../../services/machine/own-folder.ts';
import { processMark } from '../../services/machine/process-mark.ts';
import { withDeadline } from '../../services/wire/deadline.ts';
import { printableJson } from '../evidence/printable.ts';
import { redact } from '../evidence/redact.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { Presenter } from '../presenters/presenter.ts';
import { forgetOldRuns, LOG_FILE, OWNER_FILE, runPrefix } from './old-runs.ts';

const RUNS_KEPT = 20;
const RECORDER = 'log of this run';
/** A disk that has not answered by then (a network's, say) does not hold up the lesson. */
const PATIENCE_MS = 2_000;
const NEVER = new AbortController().signal;

/**
 * Where one run keeps its log, of all that it hears of the session, and the stack server's registry. Where nothing can be written, it has no
 * files.
 */
export interface RunFolder extends Presenter {
  /** The name of this run. */
  readonly run: string;
  readonly log: string | undefined;
  readonly data: string | undefined;
  /** Why the run is logged elsewhere than it should be, or nowhere: a sentence for the learner. */
  readonly problem: string | undefined;
  /** A further file of this run. */
  file(name: string): string | undefined;
  tell(event: SessionEvent): void;
  /** Removes what only a run that goes on needs; the log stays. */
  close(): Promise<void>;
}

/**
 * Makes the folder of a new run below the state folder, and forgets the oldest runs. Where that cannot be, it is made below the temporary folder,
 * in a place of this user's own; where that cannot be either, the run goes without. Never throws.
 */
export async function openRunFolder({ state = stateFolder(), temporary = tmpdir() } = {}): Promise<RunFolder> {
  const reasons: string[] = [];
  for (const make of [() => below(state), () => below(guessable(temporary)), () => underNewName(temporary)]) {
    try {
      const folder = await withDeadline(PATIENCE_MS, NEVER, make);
      return runFolder(folder, reasons[0] && `This run is logged in ${folder}: ${reasons[0]}.`);
    } catch (error) {
      reasons.push((error as Error).message.replace(/\.$/, ''));
    }
  }
  return withoutFolder(`This run keeps no log, for no folder can be written: ${reasons[0]}.`);
}

/** A name that everybody can guess, and may have taken. */
function guessable(temporary: string): string {
  return join(temporary, `tutorial-tui-${USER_ID ?? 'runs'}`);
}

async function below(place: string): Promise<string> {
  const runs = join(place, 'runs');
  await ownFolder(place);
  await ownFolder(runs);
  const folder = await newRun(runs);
  await forgetOldRuns(runs, RUNS_KEPT);
  return folder;
}

/** Where even that name is somebody else's. */
async function underNewName(temporary: string): Promise<string> {
  return newRun(await mkdtemp(join(temporary, 'tutorial-tui-')));
}

async function newRun(runs: string): Promise<string> {
  const folder = await mkdtemp(join(runs, runPrefix(new Date())));
  try {
    await writeFile(join(folder, OWNER_FILE), JSON.stringify(processMark()), { mode: 0o600 });
    await writeFile(join(folder, LOG_FILE), '', { mode: 0o600 });
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

function runFolder(folder: string, problem: string | undefined): RunFolder {
  const log = join(folder, LOG_FILE);
  const data = join(folder, 'stack');
  const stream = createWriteStream(log, { flags: 'a', mode: 0o600 });
  // A full disk costs the log, not the lesson.
  stream.on('error', () => {});
  return {
    run: basename(folder),
    log,
    data,
    problem,
    file: (name) => join(folder, name),
    name: RECORDER,
    tell: (event) => void stream.write(logLine(event)),
    close: async () => {
      const leave = async () => {
        await ended(stream);
        await Promise.all([data, join(folder, OWNER_FILE)].map((path) => rm(path, { recursive: true, force: true })));
      };
      // What stays is forgotten with the run.
      await withDeadline(PATIENCE_MS, NEVER, leave).catch(() => {});
    },
  };
}

function withoutFolder(problem: string): RunFolder {
  return {
    run: `${runPrefix(new Date())}${process.pid}`,
    log: undefined,
    data: undefined,
    problem,
    file: () => undefined,
    name: RECORDER,
    tell: () => {},
    close: async () => {},
  };
}

function logLine({ at, ...rest }: SessionEvent): string {
  return `${new Date(at).toISOString()} ${redact(printableJson(rest))}\n`;
}

async function ended(stream: WriteStream): Promise<void> {
  stream.end();
  await finished(stream).catch(() => {});
}
