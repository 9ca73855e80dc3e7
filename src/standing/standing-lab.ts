import * as z from 'zod';
import { nameSchema } from '../evidence/name.ts';

/** The name of this document; the number goes up when a reader of the old one could go wrong. */
export const LAB_SCHEMA = 'tutorial-tui/lab@1';

/** What a lab that `up` leaves standing says of itself, in its run folder and with `up --json`. It holds no secret. */
export const standingLabSchema = z.object({
  schema: z.literal(LAB_SCHEMA),
  run: z.string().describe('the run whose lab it is, by the name of its folder'),
  folder: z.string().describe('the folder of the run'),
  state: z.enum(['starting', 'standing', 'ending']),
  pid: z.int().positive().describe('the process that holds it'),
  since: z.iso.datetime().describe('when it was begun'),
  version: z.string().describe('of tutorial-tui'),
  parts: z.array(
    z.object({
      name: nameSchema,
      url: z.string(),
      is: z.string().describe('what it is, e.g. `Llama Stack 0.2.3 API`; empty where that is not known'),
      place: z.string().describe('the process or container it runs in; empty where that is not known'),
    }),
  ),
  variables: z.record(z.string(), z.string()).describe('its addresses, as they stand in the file of variables'),
  envFile: z.string().optional().describe('the file of variables; there is none before it stands'),
  namedFile: z
    .object({
      path: z.string(),
      sha256: z.string().describe('of what was written: what was changed since is left alone'),
    })
    .optional()
    .describe('the file of variables that `--write-env` named'),
  ended: z
    .array(z.object({ part: nameSchema, at: z.number().describe('milliseconds since the epoch'), why: z.string() }))
    .describe('parts that have ended since it stands'),
});
/** See standingLabSchema. */
export type StandingLab = z.infer<typeof standingLabSchema>;

/** What `up --json` writes. */
export const toldLabSchema = standingLabSchema.extend({
  started: z.boolean().describe('whether it was started now; false where one stood already'),
});
/** See toldLabSchema. */
export type ToldLab = z.infer<typeof toldLabSchema>;
