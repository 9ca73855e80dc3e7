import * as z from 'zod';
import { EXIT_CODES, type Outcome } from '../errors.ts';
import { failureSchema } from '../evidence/failure.ts';
import { timeSchema, tookSchema } from '../evidence/times.ts';
import { VERIFY_SCHEMA } from './schema-name.ts';

/** How one row came out. Text from the deployment is redacted and bounded. */
const verifiedRowSchema = z.object({
  id: z.string().describe('the row, e.g. `other-audience`; the same at each door'),
  door: z.string().describe('which part was asked: `tool`, `mcp` or `stack`'),
  title: z.string(),
  wants: z.enum(['passes', 'refused', 'holds']).describe('what has to come of it'),
  verdict: z.enum(['passed', 'failed', 'wrongly-accepted', 'not-tried', 'not-seen']),
  by: z.string().optional().describe('who answered, where that can be told from the answer'),
  status: z.string().optional().describe('e.g. `401`, `isError: true`'),
  said: z.string().optional().describe('what the answer said, in short'),
  why: z.string().optional().describe('why it did not pass, or was not tried or seen'),
  next: z.string().optional().describe('what to do about it'),
  unreachable: z.literal(true).optional().describe('it failed because nobody answered, or nothing that could be read'),
  rule: z.object({ of: z.string(), section: z.string() }).describe('where it is written'),
  legs: z
    .array(z.object({ from: z.string(), to: z.string(), tookMs: tookSchema }))
    .describe('how long each leg of the call took that was timed; the first is ours'),
});
/** See verifiedRowSchema. */
export type VerifiedRow = z.infer<typeof verifiedRowSchema>;

/** More requests than any verification sends. */
const MOST_REQUESTS = 100_000;
const count = z.int().min(0).max(MOST_REQUESTS);

/** What `verify --json` writes: one document, at the end. */
export const verifyDocumentSchema = z.object({
  schema: z.literal(VERIFY_SCHEMA),
  version: z.string().describe('of tutorial-tui'),
  at: timeSchema.describe('when it began, in milliseconds since the epoch'),
  tookMs: tookSchema,
  outcome: z.enum(Object.keys(EXIT_CODES) as [Outcome, ...Outcome[]]),
  exitCode: z.int().min(0).max(255),
  issuer: z.string().describe('whose tokens are sent; empty where none was found'),
  doors: z
    .array(z.object({ id: z.string(), url: z.string(), is: z.string().optional().describe('what it was found to be') }))
    .describe('the parts that are asked'),
  requests: count.describe('HTTP requests that were sent, those to the identity provider included'),
  logins: count.describe('logins among them'),
  rows: z.array(verifiedRowSchema),
  failure: failureSchema
    .optional()
    .describe(
      'why it did not come to its end: the login was refused, say, or the time was up; what it had come to is in the rows',
    ),
  left: z
    .array(z.string())
    .describe('what was registered for the run and could not be taken away again, and how it is'),
});
/** See verifyDocumentSchema. */
export type VerifyDocument = z.infer<typeof verifyDocumentSchema>;
