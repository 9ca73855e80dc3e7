import { dirname } from 'node:path';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { forgetProgress, progressFile, readProgress } from '../run/progress-file.ts';
import { checkSteps } from '../settings-check.ts';
import { confirmed } from './confirmed.ts';

/** What `reset` is asked for. */
export interface ResetOptions {
  /** The step to forget; without it, everything. */
  step?: string | undefined;
  /** Without asking. */
  yes?: boolean;
}

/** Forgets how far the learner has come. The lab is not concerned: it is a new one at each start. */
export async function reset({ step, yes = false }: ResetOptions, io: Io): Promise<void> {
  const file = progressFile();
  if (step !== undefined) await checkSteps([step]);
  const { progress, newer } = await readProgress(file);
  const proved = newer ? 'written by a newer version' : `${Object.keys(progress.done).length} steps proved`;
  const what = step ? `step ${step}` : `all progress (${proved})`;
  if (!yes && !(await confirmed(`Forget ${what}? y/n `, io))) {
    io.stdout.write('Nothing was forgotten.\n');
    return;
  }
  await forgetProgress(file, step).catch((cause: Error) => {
    throw new TutorialError('prerequisite-missing', 'The progress cannot be changed.', {
      why: cause.message,
      next: `See that you may write to ${dirname(file)}.`,
      cause,
    });
  });
  io.stdout.write(`Forgot ${what}.\n`);
}
