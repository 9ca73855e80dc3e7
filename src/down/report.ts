import * as z from 'zod';
import { KINDS } from './thing.ts';

/** The name of this document; the number goes up when a reader of the old one could go wrong. */
export const DOWN_SCHEMA = 'tutorial-tui/down@1';

/** What `down --json` writes: what was found, and what became of it. */
export const downReportSchema = z.object({
  schema: z.literal(DOWN_SCHEMA),
  dryRun: z.boolean().describe('nothing was ended'),
  things: z.array(
    z.object({
      kind: z
        .enum(KINDS)
        .describe('run: one that goes on, or of which nobody can tell; data: what is left in a run’s folder'),
      id: z.string().describe('a run, a path, a container’s id, or a process with its begin'),
      what: z.string(),
      because: z.string().describe('why it is ended, or left'),
      outcome: z
        .enum(['ended', 'would-end', 'left', 'stays'])
        .describe('stays: it was to be ended, and is there still'),
      why: z.string().optional().describe('why it stays'),
      byHand: z.string().optional().describe('how a person ends it'),
    }),
  ),
  notes: z.array(z.string()).describe('what could not be looked at'),
  exitCode: z.number(),
});
/** See downReportSchema. */
export type DownReport = z.infer<typeof downReportSchema>;
