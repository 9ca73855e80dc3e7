import * as z from 'zod';

/** What a Llama Stack server answers, as far as this program reads it; more is let through. */
export const healthSchema = z.looseObject({ status: z.string() });
export const versionSchema = z.looseObject({ version: z.string() });

export const modelsSchema = z.looseObject({ data: z.array(z.looseObject({ identifier: z.string() })) });

export const toolGroupsSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      identifier: z.string(),
      provider_id: z.string(),
      mcp_endpoint: z.looseObject({ uri: z.string() }).nullish(),
    }),
  ),
});

export const toolsSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      identifier: z.string(),
      toolgroup_id: z.string(),
      description: z.string().nullish(),
      parameters: z.array(z.looseObject({ name: z.string() })),
    }),
  ),
});

export const invocationSchema = z.looseObject({
  content: z.string(),
  error_code: z.number().nullable(),
  error_message: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});
export type ToolInvocationResult = z.infer<typeof invocationSchema>;

/** The two forms of a refusal: after validation, and by it. */
export const refusalSchema = z.union([
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z
    .object({ error: z.object({ detail: z.object({ errors: z.array(z.looseObject({ msg: z.string() })) }) }) })
    .transform(({ error }) => error.detail.errors.map(describe).join('; ')),
]);

function describe({ msg, loc }: { msg: string; loc?: unknown }): string {
  return Array.isArray(loc) ? `${loc.join('.')}: ${msg}` : msg;
}
