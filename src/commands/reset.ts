import { dirname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { forgetProgress, progressFile, readProgress } from '../run/progress-file.ts';
import { checkSteps } from '../settings-check.ts';

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

async function confirmed(question: string, { stdin, stdout, signal }: Io): Promise<boolean> {
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new TutorialError('usage', 'Without a terminal nobody can be asked.', { next: 'Say so beforehand: --yes' });
  }
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(question, { signal })).trim());
  } finally {
    lines.close();
  }
}
