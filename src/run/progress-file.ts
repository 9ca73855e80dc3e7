import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, stateFolder } from '../../services/machine/folders.ts';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import { NewerProgress, NO_PROGRESS, type Progress, parseProgress, progressWithout } from '../lesson/progress.ts';

/** Bytes; a progress is a few hundred. */
const LIMIT = 1_000_000;

/** Where the learner's progress is kept. */
export function progressFile(): string {
  return join(stateFolder(), 'progress.json');
}

/** What a newer program wrote is left as it is: this one would lose what it does not know. */
const NEWER = 'it was written by a newer version of tutorial-tui, and is left as it is';

/** What the progress file says; the empty progress where it could not be read. */
export interface ReadProgress {
  readonly progress: Progress;
  /** Why there is none though there should be. */
  readonly problem?: string;
  /** The file is of a newer version. */
  readonly newer?: true;
}

/** What the file says. Where there is none, or none that can be read, the learner starts fresh; `problem` says so aloud. */
export async function readProgress(file: string): Promise<ReadProgress> {
  let text: string | undefined;
  try {
    text = await readRegularFile(file, LIMIT);
  } catch (error) {
    return { progress: NO_PROGRESS, problem: `Your progress could not be read: ${(error as Error).message}` };
  }
  if (text === undefined) return { progress: NO_PROGRESS };
  try {
    return { progress: parseProgress(text) };
  } catch (error) {
    if (error instanceof NewerProgress)
      return { progress: NO_PROGRESS, problem: `Your progress is not used: ${NEWER}.`, newer: true };
    return {
      progress: NO_PROGRESS,
      problem: 'Your progress could not be read, so the lesson starts from its beginning.',
    };
  }
}

/** Replaces the file as a whole, so that no reader ever sees half of it. Throws where a newer program has written it. */
export async function writeProgress(file: string, progress: Progress): Promise<void> {
  if ((await readProgress(file)).newer) throw new Error(NEWER);
  await makeFolder(dirname(file));
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(progress)}\n`, { mode: 0o600 });
  await rename(fresh, file);
}

/** Forgets one step, or everything. */
export async function forgetProgress(file: string, step?: string): Promise<void> {
  if (step === undefined) return rm(file, { force: true });
  const { progress } = await readProgress(file);
  return writeProgress(file, progressWithout(progress, step));
}

/** Writes the progress file, one writing after the other. */
export interface ProgressSaver {
  save(progress: Progress): void;
  /** When the newest was written: undefined, or why it could not be. */
  saved(): Promise<string | undefined>;
}

/** Writes one progress after the other, the newest last. A full disk costs the progress, not the lesson. */
export function progressSaver(file: string): ProgressSaver {
  let last: Promise<string | undefined> = Promise.resolve(undefined);
  return {
    save: (progress) => {
      last = last
        .then(() => writeProgress(file, progress))
        .then(
          () => undefined,
          (error: Error) => error.message,
        );
    },
    saved: () => last,
  };
}
