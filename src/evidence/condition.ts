import * as z from 'zod';

/** One thing of this machine that the lesson needs, and how it was found. Text from outside is printable, and no credential is in it. */
export const conditionSchema = z.object({
  id: z.string().describe('which condition, e.g. `port`: a row of docs/doctor.md'),
  of: z.string().optional().describe('of what, where a condition has a line for several: a part, an address, a folder'),
  title: z.string(),
  state: z
    .enum(['ok', 'warning', 'failure'])
    .describe('`failure`: the lesson cannot go on without it; `warning`: it can, and something will be otherwise'),
  saw: z.string().describe('what was seen, in a few words'),
  details: z.array(z.string()).optional().describe('what was seen besides, a line each'),
  next: z.string().optional().describe('the way out'),
});
/** See conditionSchema. */
export type Condition = Readonly<z.infer<typeof conditionSchema>>;
