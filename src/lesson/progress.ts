import * as z from 'zod';
import type { SessionEvent } from './events.ts';

/** The version that is written. What changed in each, so that every older one can be read: `MIGRATIONS`. */
const VERSION = 2;

const progressSchema = z.object({
  version: z.literal(VERSION),
  /** Where the learner is; nowhere before the first step was shown. */
  step: z.string().optional(),
  /** What was proved, by step; when, in milliseconds since the epoch. Steps that this course does not have are kept: another may. */
  done: z.record(z.string(), z.number()),
  /** What was predicted, by step: which choice, from 0, and which when it was asked again. */
  predicted: z
    .record(z.string(), z.object({ choice: z.int().nonnegative(), again: z.int().nonnegative().optional() }))
    .optional(),
});
/** How far one learner has come, across runs. Step ids, times and choices; never a token or a password. */
export type Progress = z.infer<typeof progressSchema>;

/** Where everybody begins. */
export const NO_PROGRESS: Progress = { version: VERSION, done: {} };

/** The progress after a step has ended: it is done, or it is not done any more. */
export function progressAfter(
  progress: Progress,
  { step, status, at }: Extract<SessionEvent, { type: 'step-ended' }>,
): Progress {
  const { [step]: _, ...others } = progress.done;
  return { ...progress, done: status === 'done' ? { ...others, [step]: at } : others };
}

/** The progress after the learner has said what they think will happen. */
export function progressPredicted(
  progress: Progress,
  { step, choice, again }: Extract<SessionEvent, { type: 'prediction' }>,
): Progress {
  const before = progress.predicted?.[step];
  const after = again && before ? { ...before, again: choice } : { choice };
  return { ...progress, predicted: { ...progress.predicted, [step]: after } };
}

/** The progress without a step: what was proved of it, and what was predicted. It is where the learner is then. */
export function progressWithout(progress: Progress, step: string): Progress {
  const { [step]: _, ...done } = progress.done;
  const { [step]: __, ...predicted } = progress.predicted ?? {};
  return { ...progress, step, done, ...(progress.predicted && { predicted }) };
}

/** From each older version to the next one. */
const MIGRATIONS: Readonly<Record<number, (older: object) => object>> = {
  // The ids of the steps became names that the course gives; a reader of version 1 refuses those that it does not know.
  1: (older) => ({ ...older, version: 2 }),
};

const versionedSchema = z.looseObject({ version: z.int().positive() });

/** A file that a newer program has written. It may hold what this one would lose. */
export class NewerProgress extends Error {}

/** The progress that a text holds, of this version or an older one. Throws a NewerProgress where it is of a later one, anything else where it holds none. */
export function parseProgress(text: string): Progress {
  let found = versionedSchema.parse(JSON.parse(text));
  if (found.version > VERSION) throw new NewerProgress(`version ${found.version}`);
  while (found.version < VERSION) found = versionedSchema.parse(MIGRATIONS[found.version]?.(found));
  return progressSchema.parse(found);
}
