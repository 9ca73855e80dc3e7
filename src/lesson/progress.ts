import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { stepIdSchema } from './events.ts';
import type { StepId } from './step-ids.ts';

const progressSchema = z.object({
  version: z.literal(1),
  /** Where the learner is. */
  step: stepIdSchema,
  /** What was proved, by step; when, in milliseconds since the epoch. Unknown steps are dropped: a later lesson may have others. */
  done: z.record(z.string(), z.number()).transform((done) => {
    const known = Object.entries(done).filter(([id]) => stepIdSchema.safeParse(id).success);
    return Object.fromEntries(known) as Partial<Record<StepId, number>>;
  }),
});
/** How far one learner has come, across runs. Step ids and times; never a token or a password. */
export type Progress = z.infer<typeof progressSchema>;

export const NO_PROGRESS: Progress = { version: 1, step: '0', done: {} };

/** What the file says. Where there is none, or none that can be read, the learner starts fresh; `problem` says so aloud. */
export async function readProgress(file: string): Promise<{ progress: Progress; problem?: string }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return {
      progress: NO_PROGRESS,
      ...(!missing && { problem: `Your progress could not be read: ${(error as Error).message}` }),
    };
  }
  try {
    return { progress: progressSchema.parse(JSON.parse(text)) };
  } catch {
    return {
      progress: NO_PROGRESS,
      problem: 'Your progress could not be read, so the lesson starts from its beginning.',
    };
  }
}

/** Replaces the file as a whole, so that no reader ever sees half of it. */
export async function writeProgress(file: string, progress: Progress): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(progress)}\n`, { mode: 0o600 });
  await rename(fresh, file);
}

/** Forgets one step, or everything. */
export async function forgetProgress(file: string, step?: StepId): Promise<void> {
  if (step === undefined) return rm(file, { force: true });
  const { progress } = await readProgress(file);
  const { [step]: _, ...done } = progress.done;
  return writeProgress(file, { ...progress, step, done });
}
