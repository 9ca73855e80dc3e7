import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { stateFolder } from '../../services/folders.ts';
import { redact } from '../../services/redact.ts';
import type { SessionEvent } from '../lesson/events.ts';

const RUNS_KEPT = 20;

/** Where one run keeps its log and the stack server's registry. */
export interface RunFolder {
  /** The name of this run. */
  readonly run: string;
  readonly log: string;
  readonly data: string;
  record(event: SessionEvent): void;
  /** Removes the data; the log stays. */
  close(): Promise<void>;
}

/** Makes the folder of a new run below the state folder (or, where that cannot be written, the temporary one), and forgets the oldest runs. */
export async function openRunFolder(): Promise<RunFolder> {
  const folder = await newFolder(join(stateFolder(), 'runs')).catch(() => newFolder(join(tmpdir(), 'tutorial-tui')));
  const data = join(folder, 'stack');
  const log = join(folder, 'run.log');
  const stream = createWriteStream(log, { mode: 0o600 });
  // A full disk costs the log, not the lesson.
  stream.on('error', () => {});
  return {
    run: basename(folder),
    log,
    data,
    record: (event) => {
      const { at, ...rest } = event;
      stream.write(`${new Date(at).toISOString()} ${redact(JSON.stringify(rest))}\n`);
    },
    close: async () => {
      stream.end();
      await finished(stream).catch(() => {});
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function newFolder(runs: string): Promise<string> {
  await mkdir(runs, { recursive: true, mode: 0o700 });
  const old = (await readdir(runs)).sort().slice(0, 1 - RUNS_KEPT);
  await Promise.all(old.map((name) => rm(join(runs, name), { recursive: true, force: true })));
  return mkdtemp(join(runs, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-`));
}
