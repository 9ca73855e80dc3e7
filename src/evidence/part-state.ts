import * as z from 'zod';
import { nameSchema } from './name.ts';

/** A part of the lab, as far as anybody can see it from outside. */
export const partStateSchema = z.object({
  part: nameSchema,
  status: z.enum(['off', 'starting', 'ready', 'failed']),
  url: z.string().optional(),
  usualPort: z
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe("the tutorial's own port for it, where it stands on another"),
  own: z
    .string()
    .optional()
    .describe(
      'where the server of your own is that it is; `url` is the address of a tap before it, where it is another',
    ),
  version: z.string().optional(),
  place: z.string().optional().describe('the process or container it runs in, e.g. `pid 4711`'),
  why: z
    .string()
    .optional()
    .describe(
      'how it ended, where it failed after it was ready; of one that is off, that its start was ended, and why',
    ),
});
/** See partStateSchema. */
export type PartState = z.infer<typeof partStateSchema>;
