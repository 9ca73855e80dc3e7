import * as z from 'zod';
import { conditionSchema } from '../evidence/condition.ts';
import { exchangeSchema } from '../evidence/exchange.ts';
import { failureSchema } from '../evidence/failure.ts';
import { findingSchema } from '../evidence/finding.ts';
import { hopSchema } from '../evidence/hop.ts';
import { issuedTokenSchema } from '../evidence/issued-token.ts';
import { logLineSchema } from '../evidence/log-line.ts';
import { nameSchema } from '../evidence/name.ts';
import { partStateSchema } from '../evidence/part-state.ts';
import { shownTokenSchema } from '../evidence/shown-token.ts';
import { timeSchema, tookSchema } from '../evidence/times.ts';

/** What a check came to. */
export const checkResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  passed: z.boolean(),
  saw: z.string().describe('what the check saw, in a few words'),
  next: z.string().optional().describe('what to do about it, where it did not pass'),
});
/** See checkResultSchema. */
export type CheckResult = z.infer<typeof checkResultSchema>;

/** The name of this language of events; the number goes up when a reader of the old one could go wrong. */
export const EVENTS_SCHEMA = 'tutorial-tui/events@2';

const at = timeSchema;
/** More steps than any course has. */
const MOST_STEPS = 1_000;
const steps = z.int().min(0).max(MOST_STEPS);
const step = z.string().describe('the step, by its id, which no other step of the course has');

/** Everything that happens in a session. `--json` writes these, one a line; the reducer folds them into state. docs/events.md is made from it. */
export const sessionEventSchema = z.discriminatedUnion('type', [
  z
    .object({
      type: z.literal('session-started'),
      at,
      schema: z.literal(EVENTS_SCHEMA),
      version: z.string().describe('of tutorial-tui'),
      node: z.string(),
      platform: z.string().optional().describe('of Node.js, e.g. `linux`'),
      mode: z.enum(['ci', 'walkthrough']).optional().describe('whether a pipeline drives it or a person'),
      chosen: z.array(z.string()).optional().describe('with `--ci`: the steps that are to be proved, by id'),
      stands: z.literal(true).optional().describe('its lab is to stand when all is proved, until `tutorial-tui down`'),
      chapters: z
        .array(
          z.object({
            id: z.string(),
            title: z.string(),
            way: z.array(nameSchema).describe('the parties that its call passes, in order'),
            steps: z.array(z.object({ id: z.string(), title: z.string() })),
          }),
        )
        .describe('the course, in its order'),
      parts: z.array(nameSchema).describe('the parts of the lab, in the order in which they are shown'),
    })
    .describe('The first event: which program, which course, which lab.'),
  z
    .object({
      type: z.literal('step-started'),
      at,
      step,
      purpose: z.enum(['prove', 'set-up']).describe('set-up: run only because a chosen step stands on it'),
    })
    .describe('A step begins to act.'),
  z
    .object({
      type: z.literal('prediction'),
      at,
      step,
      choice: z.int().nonnegative().describe('which of the choices that the step offers, from 0'),
      text: z.string().describe('that choice, in the words of the step'),
      right: z.boolean(),
      again: z.literal(true).optional().describe('asked again, when what is so was known'),
    })
    .describe('The learner said what they think will happen; before the step acts, a later one takes its place.'),
  z
    .object({
      type: z.literal('submitted'),
      at,
      step,
      values: z.record(z.string(), z.string()).describe('what stood in the fields of its form, by their ids; redacted'),
    })
    .describe(
      'What a step asks for was filled in: by the learner or, where nobody is there, with what stands in its fields from the start.',
    ),
  z
    .object({ type: z.literal('progress'), at, step, text: z.string(), fraction: z.number().optional() })
    .describe('Long work says where it is; fraction from 0 to 1 where that is known.'),
  z.object({ type: z.literal('verifying'), at, step }).describe('The checks of a step begin to look.'),
  z.object({ type: z.literal('check'), at, step, check: checkResultSchema }).describe('One check has looked.'),
  z
    .object({
      type: z.literal('step-ended'),
      at,
      step,
      status: z.enum(['done', 'failed', 'skipped', 'cancelled']),
      proved: z
        .string()
        .describe(
          'what the checks saw, in one line; where one did not pass, what is not so; of a step that was left out, why',
        ),
      tookMs: tookSchema,
      notSeen: z
        .array(nameSchema)
        .optional()
        .describe(
          'of the call that it made or looked at: the parties on its way that nobody had seen asked; they were not, or past every tap, or it may have been by another call',
        ),
      failure: failureSchema.optional(),
    })
    .describe('A step is over.'),
  z
    .object({ type: z.literal('step-reset'), at, step })
    .describe('The learner wants a step to be as if it had not been done. What it did to the lab stays.'),
  z.object({ type: z.literal('part'), at, state: partStateSchema }).describe('A part of the lab changed.'),
  z
    .object({
      type: z.literal('part-retried'),
      at,
      part: nameSchema,
      retry: z.int().positive().describe('which time it is started again, from 1'),
      retries: z.int().positive().describe('how often it would be at the most'),
      failure: failureSchema.describe('why it did not start'),
    })
    .describe('A part of the lab did not start, and is started again after a pause (`--retries`).'),
  z.object({ type: z.literal('log'), at, line: logLineSchema }).describe('A part logged a line.'),
  z
    .object({ type: z.literal('hop'), at, hop: hopSchema })
    .describe('A request reached a part, or (same id, with `answer`) was answered by it.'),
  z
    .object({
      type: z.literal('call'),
      at,
      step,
      traceId: z.string().describe('of its hops and log lines; where none was passed on, the `id` of its first hop'),
      name: nameSchema.optional().describe('what the step calls it, where it makes several'),
    })
    .describe('The call that a step made, or that it looked at where it was made by hand.'),
  z
    .object({
      type: z.literal('token'),
      at,
      name: nameSchema.describe('what the lesson calls it; a newer one of the same name takes its place'),
      ...issuedTokenSchema.shape,
    })
    .describe(
      'An access token was issued to us, or renewed: header and claims, no signature. A hop whose credential has this `print` carried it.',
    ),
  z
    .object({ type: z.literal('findings'), at, step, findings: z.array(findingSchema) })
    .describe('What a step needs of the set-up, thing by thing: whether it is there.'),
  z
    .object({ type: z.literal('conditions'), at, step, conditions: z.array(conditionSchema) })
    .describe('What a step needs of this machine, thing by thing: how it was found, and the way out.'),
  z
    .object({
      type: z.literal('exchange'),
      at,
      step,
      name: nameSchema.describe('what the step calls it; a newer one of the same name takes its place'),
      exchange: exchangeSchema,
      token: shownTokenSchema.optional().describe('what the token says that the answer brought, where it brought one'),
    })
    .describe('A request that a step made on its own account, and what came back; redacted.'),
  z
    .object({
      type: z.literal('session-ended'),
      at,
      outcome: z.string().describe('a name from the table of exit codes'),
      exitCode: z.int().min(0).max(255),
      proved: steps.describe('steps proved'),
      of: steps.describe('steps chosen'),
      tookMs: tookSchema,
      log: z.string().optional().describe("where the run's events are on record"),
      failure: failureSchema.optional(),
    })
    .describe(
      'The verdict: the last event, unless `--keep` leaves the lab running; a `part` that fails afterwards makes the exit code 5.',
    ),
]);
/** See sessionEventSchema. */
export type SessionEvent = z.infer<typeof sessionEventSchema>;

/** An event before it gets its time. */
export type Happening = {
  [K in SessionEvent['type']]: Omit<Extract<SessionEvent, { type: K }>, 'at'>;
}[SessionEvent['type']];
