import * as z from 'zod';
import { nameSchema } from './name.ts';
import { timeSchema } from './times.ts';

/** One line of a part's log, redacted; with the trace of the call it belongs to, where there is one. */
export const logLineSchema = z.object({
  part: nameSchema,
  at: timeSchema,
  text: z.string().describe('redacted'),
  traceId: z
    .string()
    .optional()
    .describe(
      'of the call that the line belongs to, where there is one: its trace or, where the call has none, the id of its hop',
    ),
});
/** See logLineSchema. */
export type LogLine = z.infer<typeof logLineSchema>;
