import * as z from 'zod';
import { PART_NAMES } from './part-names.ts';

export const partNameSchema = z.enum(PART_NAMES);

/** Whoever a hop leaves from or arrives at. */
const partySchema = z.enum(['you', ...PART_NAMES]);
export type Party = z.infer<typeof partySchema>;

/** One HTTP request and its answer, redacted before it is made. Header names are lower case. */
export const exchangeSchema = z.object({
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()).describe('names in lower case, values redacted'),
    body: z.string().optional().describe('redacted'),
  }),
  response: z
    .object({
      status: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.string().optional(),
    })
    .optional(),
});
export type Exchange = z.infer<typeof exchangeSchema>;

/** A token as far as it may be shown: header and claims, never the signature. */
export const shownTokenSchema = z.object({
  header: z.record(z.string(), z.unknown()),
  claims: z.record(z.string(), z.unknown()),
});
export type ShownToken = z.infer<typeof shownTokenSchema>;

/**
 * One leg of the token's way, as its receiver saw it. It is reported twice under the same `id`: without `answer` when the request is
 * there, with it when it is answered. All text is redacted.
 */
export const hopSchema = z.object({
  id: z.string().describe('the same in both reports of one hop'),
  traceId: z.string().describe('32 hex digits; hops of one call share it'),
  from: partySchema,
  to: partySchema,
  at: z.number().describe('milliseconds since the epoch'),
  request: z.string().describe('what was asked, e.g. `POST /v1/tool-runtime/invoke`, `tools/call fetch(url)`, `GET /`'),
  carrier: z
    .string()
    .describe(
      'what carried the credential, e.g. `X-LlamaStack-Provider-Data api_key`, `_meta.api_key`, `Authorization: Bearer`',
    ),
  credential: z.string().describe('the credential, masked; empty where there was none'),
  token: shownTokenSchema
    .optional()
    .describe('what the credential says, where it is a JWT: read by whoever received it, and not verified'),
  answer: z
    .object({
      status: z.string().describe('e.g. `200 error_code 1`, `isError: true`, `401`'),
      ok: z.boolean(),
      text: z.string().describe('what the answer said, in short: `malformed jwt: …`, `Hello, world!`'),
      tookMs: z.number(),
    })
    .optional(),
  exchange: exchangeSchema,
});
export type Hop = z.infer<typeof hopSchema>;

/** One line of a part's log, redacted; with the trace of the call it belongs to, where there is one. */
export const logLineSchema = z.object({
  part: partNameSchema,
  at: z.number().describe('milliseconds since the epoch'),
  text: z.string().describe('redacted'),
  traceId: z.string().optional().describe('of the call that the line belongs to, where there is one'),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** A part of the lab, as far as anybody can see it from outside. */
export const partStateSchema = z.object({
  part: partNameSchema,
  status: z.enum(['off', 'starting', 'ready', 'failed', 'stopped']),
  url: z.string().optional(),
  version: z.string().optional(),
  place: z.string().optional().describe('the process or container it runs in, e.g. `pid 4711`'),
  why: z.string().optional().describe('how it ended, where it failed after it was ready'),
});
export type PartState = z.infer<typeof partStateSchema>;
