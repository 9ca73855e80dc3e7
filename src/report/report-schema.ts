import * as z from 'zod';
import { exchangeSchema } from '../evidence/exchange.ts';
import { failureSchema } from '../evidence/failure.ts';
import { findingSchema } from '../evidence/finding.ts';
import { hopSchema } from '../evidence/hop.ts';
import { logLineSchema } from '../evidence/log-line.ts';
import { partStateSchema } from '../evidence/part-state.ts';
import { shownTokenSchema } from '../evidence/shown-token.ts';
import { tokenChecksSchema } from '../evidence/token-check.ts';
import { checkResultSchema } from '../lesson/events.ts';
import { REPORT_SCHEMA, type Report } from './report.ts';

const titled = { title: z.string(), concludes: z.literal(true).optional().describe('it sums its chapter up') };
const readonlyList = <S extends z.ZodType>(schema: S) => z.array(schema).readonly();
const strings = readonlyList(z.string());

const knownHopSchema = hopSchema.extend({
  lostAt: z
    .number()
    .optional()
    .describe('when its party ended before it had answered, in milliseconds since the epoch'),
});

const callExhibitSchema = z.object({
  kind: z.literal('call'),
  ...titled,
  call: z.object({
    traceId: z.string().describe('of its hops; where none was passed on, the id of its first hop'),
    way: strings.describe('the parties that it passes, in order; one that stands there twice asks those between'),
    hops: readonlyList(knownHopSchema).describe('in the order of the way'),
    log: readonlyList(logLineSchema).describe('what the last of the way logged meanwhile'),
    byPrint: strings
      .optional()
      .describe('ids of the hops that were put together by their print and their time, and by no trace'),
    ambiguous: strings
      .optional()
      .describe('parties that were asked by this call or by another one; nothing tells by which'),
    wronglyAccepted: strings
      .optional()
      .describe('ids of the hops that were answered with a yes where it had to be a no'),
  }),
  over: z.boolean().optional().describe('nobody acts on it any more'),
  judge: z.string().describe('who decides in the end'),
  claims: strings.describe('names of the claims that it is about'),
  result: z.string().optional().describe('what came back to the caller'),
  earlier: z.string().optional().describe('a call from before, which must not be taken for this one'),
});

const tokenExhibitSchema = z.object({
  kind: z.literal('token'),
  ...titled,
  token: shownTokenSchema,
  claims: readonlyList(z.object({ name: z.string(), means: z.string(), decides: z.boolean() })),
  judge: z.string().describe('who checks it'),
  answer: hopSchema.shape.answer.describe('what the judge answered last to this very token'),
  otherwise: z
    .object({
      asks: z.string(),
      supposes: z.string(),
      lost: z.record(z.string(), z.string()).readonly(),
      ends: z.string(),
    })
    .optional()
    .describe('how it would be under another condition'),
});

const headSchema = z.object({ text: z.string(), ok: z.boolean().optional() });
const columnsExhibitSchema = z.object({
  kind: z.literal('columns'),
  ...titled,
  heads: z.tuple([headSchema, headSchema]).readonly(),
  rows: readonlyList(z.object({ label: z.string(), sides: z.tuple([strings, strings]).readonly() })),
  conclusion: z.object({ label: z.string(), text: z.string() }).optional(),
});

const tableExhibitSchema = z.object({
  kind: z.literal('table'),
  ...titled,
  heads: strings.describe('the questions'),
  rows: readonlyList(
    z.object({
      cells: readonlyList(z.union([z.string(), z.object({ said: z.string(), right: z.boolean() })])).describe(
        'an answer to each, or what the learner had said it would be',
      ),
      ok: z.boolean(),
    }),
  ),
  compares: z.literal(false).optional().describe('its rows are each for itself'),
});

const findingsExhibitSchema = z.object({
  kind: z.literal('findings'),
  ...titled,
  findings: readonlyList(findingSchema),
});

const exchangeExhibitSchema = z.object({
  kind: z.literal('exchange'),
  ...titled,
  exchange: exchangeSchema.optional(),
  unseen: z.string().optional().describe('why nobody has told of it'),
  checks: tokenChecksSchema.readonly().optional().describe('how whoever was asked verified the token'),
  hop: hopSchema.optional().describe('the hop that it is'),
  note: z.string().optional().describe('how the hop is known to be of its call'),
  claims: strings.optional().describe('names of the claims that are told of what the hop carried, and brought'),
});

/** What a step shows, by its `kind`. */
export const exhibitSchema = z.discriminatedUnion('kind', [
  callExhibitSchema,
  tokenExhibitSchema,
  columnsExhibitSchema,
  tableExhibitSchema,
  findingsExhibitSchema,
  exchangeExhibitSchema,
]);

const OF_STEPS = ['waiting', 'running', 'verifying', 'done', 'failed', 'skipped', 'cancelled'] as const;
const OF_ROWS = ['passed', 'wrongly-accepted', 'not-tried', 'not-seen'] as const;
const toneSchema = z.enum(['good', 'bad', 'open']).describe('so, not so, or nothing that tells');
const at = z.number().describe('milliseconds since the epoch');

const entrySchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z
    .enum([...OF_STEPS, ...OF_ROWS])
    .describe('of a step `waiting` to `cancelled`, of a row `passed`, `failed` or what follows `cancelled`'),
  tone: toneSchema,
  words: z.string().describe('the status as it is said'),
  keyIdea: z.string().optional().describe('the one sentence to remember of a step; what has to come of a row'),
  saw: z.string().describe('what was seen'),
  at: at.optional(),
  tookMs: z.number().optional(),
  rule: z.string().optional().describe('where it is written what has to come of a row, e.g. `RFC 6750, section 3.1`'),
  checks: readonlyList(checkResultSchema),
  failure: failureSchema.optional(),
  exhibits: readonlyList(exhibitSchema).describe('what there is to see of it'),
});

const saidSchema = z.object({ text: z.string(), right: z.boolean() });

/** What `report --format json` and the reporter `json` write: one document. docs/report.schema.json is made from it. */
export const reportSchema = z.object({
  schema: z.literal(REPORT_SCHEMA),
  of: z.enum(['lesson', 'verification']),
  title: z.string(),
  headline: z.string().describe('what it came to, as a sentence without a full stop'),
  tone: toneSchema,
  standing: z
    .enum(['ended', 'goes-on', 'broken-off'])
    .describe('`broken-off`: without a verdict; it was killed, or what is on record is not all'),
  outcome: z
    .string()
    .optional()
    .describe('a name from the table of exit codes; missing where the run has not ended by itself'),
  exitCode: z.number().optional(),
  failure: failureSchema.optional().describe('why it did not come to its end, or not to a good one'),
  notes: strings.describe(
    'what has to be known before it is believed: what of the record could not be read, which part did not start at once',
  ),
  program: z.object({ version: z.string(), node: z.string().optional(), platform: z.string().optional() }),
  at,
  tookMs: z.number(),
  issuer: z.string().optional().describe('of a verification: whose tokens were sent'),
  groups: readonlyList(
    z.object({
      id: z.string(),
      title: z.string(),
      url: z.string().optional(),
      is: z.string().optional().describe('what was found at the address'),
      entries: readonlyList(entrySchema),
    }),
  ).describe('chapters with their steps, or doors with their rows'),
  parts: readonlyList(
    partStateSchema.extend({
      history: readonlyList(z.object({ status: partStateSchema.shape.status, at })).describe('how it came and went'),
    }),
  ),
  tokens: readonlyList(z.object({ name: z.string(), print: z.string(), token: shownTokenSchema })),
  predictions: readonlyList(
    z.object({
      step: z.string(),
      question: z.string(),
      said: saidSchema.optional(),
      saidAgain: saidSchema.optional(),
      wasSo: z.string(),
    }),
  ),
});

type Described<R extends z.input<typeof reportSchema>> = R;
/** Every report fits the schema: where one does not, this is what the compiler says it of. */
export type DescribedReport = Described<Report>;
