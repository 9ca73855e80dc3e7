import * as z from 'zod';

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
/** See exchangeSchema. */
export type Exchange = z.infer<typeof exchangeSchema>;
