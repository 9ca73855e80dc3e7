import * as z from 'zod';
import { failureSchema } from '../evidence/failure.ts';
import { timeSchema } from '../evidence/times.ts';
import { FAILURE_SCHEMA } from './failure-document.ts';

/** What `up`, `down` and `doctor` write with `--json` where they came to no document of their own. */
export const failureDocumentSchema = z.object({
  schema: z.literal(FAILURE_SCHEMA),
  version: z.string().describe('of tutorial-tui'),
  at: timeSchema.describe('milliseconds since the epoch'),
  outcome: z.string().describe('a name from the table of exit codes'),
  exitCode: z.int().min(1).max(255),
  failure: failureSchema,
});
