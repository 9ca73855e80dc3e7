import * as z from 'zod';
import { EXIT_CODES } from '../../src/errors.ts';
import { type Condition, conditionSchema } from '../../src/evidence/condition.ts';

/** The name of what `doctor --json` writes; the number goes up when a reader of the old one could go wrong. */
const DOCTOR_SCHEMA = 'tutorial-tui/doctor@1';

/** What `doctor --json` writes: one document, at the end. */
export const doctorReportSchema = z.object({
  schema: z.literal(DOCTOR_SCHEMA),
  version: z.string().describe('of tutorial-tui'),
  at: z.number().describe('when it began, in milliseconds since the epoch'),
  tookMs: z.number(),
  outcome: z
    .enum(['proved', 'prerequisite-missing'])
    .describe('names of the table of exit codes: whether nothing that the lesson needs is missing'),
  exitCode: z.number(),
  conditions: z.array(conditionSchema).describe('in the order of docs/doctor.md'),
});
/** See doctorReportSchema. */
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** The report of what was seen. */
export function doctorReport(
  conditions: readonly Condition[],
  about: Pick<DoctorReport, 'version' | 'at' | 'tookMs'>,
): DoctorReport {
  const outcome = conditions.some(({ state }) => state === 'failure') ? 'prerequisite-missing' : 'proved';
  return { schema: DOCTOR_SCHEMA, ...about, outcome, exitCode: EXIT_CODES[outcome], conditions: [...conditions] };
}
