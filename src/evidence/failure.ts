import * as z from 'zod';

/** Why a step failed, or a run did. */
export const failureSchema = z.object({
  kind: z.string().describe('a name from the table of exit codes'),
  message: z.string().describe('what happened'),
  why: z.string().optional().describe('why it happened'),
  next: z.string().optional().describe('what to do next'),
});
/** See failureSchema. */
export type Failure = z.infer<typeof failureSchema>;
