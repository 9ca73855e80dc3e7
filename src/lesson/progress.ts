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

/** The progress that a text holds. Throws where it holds none. */
export function parseProgress(text: string): Progress {
  return progressSchema.parse(JSON.parse(text));
}
