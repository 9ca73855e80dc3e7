import { appendFileSync, createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { markOfProcess } from '../../services/machine/process-mark.ts';
import { withDeadline } from '../../services/wire/deadline.ts';
import type { SessionEvent } from '../lesson/events.ts';
import { eventLine } from '../presenters/ndjson.ts';
import type { Presenter } from '../presenters/presenter.ts';
import { EVENTS_FILE, OWNER_FILE, runPrefix } from '../records/run-files.ts';
import { newRun } from './new-run.ts';
import { PASSING, PROCESSES_FILE, STACK_FOLDER } from './passing-files.ts';

const RECORDER = 'record of this run';
/** Milliseconds. A disk that has not answered by then (a network's, say) does not hold up the lesson. */
const PATIENCE_MS = 2_000;
const NEVER = new AbortController().signal;

/**
 * Where one run keeps its record, the events of its session as `--json` writes them, and the stack server's registry. Where nothing can be written, it
 * has no files.
 */
export interface RunFolder extends Presenter {
  /** The name of this run. */
  readonly run: string;
  /** The file of its events. */
  readonly log: string | undefined;
  readonly data: string | undefined;
  /** Why the run is logged elsewhere than it should be, or nowhere: a sentence for the learner. */
  readonly problem: string | undefined;
  /** A further file of this run. */
  file(name: string): string | undefined;
  tell(event: SessionEvent): void;
  /** Notes a process of this run's, by its number: where the run is killed and the process hangs, `down` knows whose it is. */
  started(pid: number): void;
  /** Removes what only a run that goes on needs; the record stays. */
  close(): Promise<void>;
}

/** Makes the folder of a new run (see newRun); without one, the run goes on all the same. Never throws. */
export async function openRunFolder(at?: { readonly state?: string; readonly temporary?: string }): Promise<RunFolder> {
  const { folder, because } = await newRun(EVENTS_FILE, at);
  if (folder === undefined) return withoutFolder(`This run keeps no log, for no folder can be written: ${because}.`);
  return runFolder(folder, because && `This run is logged in ${folder}: ${because}.`);
}

function runFolder(folder: string, problem: string | undefined): RunFolder {
  const log = join(folder, EVENTS_FILE);
  const data = join(folder, STACK_FOLDER);
  const stream = createWriteStream(log, { flags: 'a', mode: 0o600 });
  // A full disk costs the record, not the lesson.
  stream.on('error', () => {});
  return {
    run: basename(folder),
    log,
    data,
    problem,
    file: (name) => join(folder, name),
    name: RECORDER,
    tell: (event) => void stream.write(eventLine(event)),
    started: (pid) => {
      try {
        // At once: what is killed the next moment has it written down.
        appendFileSync(join(folder, PROCESSES_FILE), `${JSON.stringify(markOfProcess(pid))}\n`, { mode: 0o600 });
      } catch {
        // It ends with this process all the same, unless it hangs.
      }
    },
    close: async () => {
      const leave = async () => {
        await ended(stream);
        // The mark last: what is left without one would be nobody's.
        for (const name of [...PASSING, OWNER_FILE]) await rm(join(folder, name), { recursive: true, force: true });
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
    started: () => {},
    close: async () => {},
  };
}

async function ended(stream: WriteStream): Promise<void> {
  stream.end();
  await finished(stream).catch(() => {});
}
