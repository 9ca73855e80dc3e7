import * as z from 'zod';

/** What Llama Stack servers answer, as far as this program reads it; more is let through. */
export const healthSchema = z.looseObject({ status: z.string() });
/** GET /v1/version: at least major and minor, by which the generations differ. */
export const versionSchema = z.looseObject({ version: z.string().regex(/^\d+\.\d+/) });

/** GET /v1/inspect/routes. */
export const routesSchema = z.looseObject({
  data: z.array(z.looseObject({ route: z.string(), method: z.string() })),
});

/** A model is called by its identifier until 0.3, and by its id in the terms of OpenAI from 0.4 on. */
const modelSchema = z
  .looseObject({ identifier: z.string().nullish(), id: z.string().nullish() })
  .refine(({ identifier, id }) => (identifier ?? id) != null);
/** GET /v1/models. */
export const modelsSchema = z.looseObject({ data: z.array(modelSchema) });

/** What a model is asked for by, in whichever generation's words. */
export function modelName({ identifier, id }: z.infer<typeof modelSchema>): string {
  return identifier ?? id ?? '';
}

/** GET /v1/providers; `api` says what a provider is for. */
export const providersSchema = z.looseObject({
  data: z.array(z.looseObject({ provider_id: z.string(), provider_type: z.string(), api: z.string().nullish() })),
});

const toolGroupSchema = z.looseObject({
  identifier: z.string(),
  provider_id: z.string(),
  mcp_endpoint: z.looseObject({ uri: z.string() }).nullish(),
  args: z.record(z.string(), z.unknown()).nullish(),
});
/** A tool group, in whichever generation's form. */
export type ToolGroup = z.infer<typeof toolGroupSchema>;
/** Whether its MCP server is the one at this URL. */
export function isAt({ mcp_endpoint: endpoint }: ToolGroup, url: string): boolean {
  if (endpoint == null) return false;
  const { uri } = endpoint;
  return uri === url || (URL.canParse(uri) && URL.canParse(url) && new URL(uri).href === new URL(url).href);
}
/** GET /v1/toolgroups. */
export const toolGroupsSchema = z.looseObject({ data: z.array(toolGroupSchema) });

const inputSchemaSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()).nullish() });

/** 0.2 says identifier and parameters; 0.3 and later say name and a JSON schema. */
export const toolSchema = z
  .looseObject({
    identifier: z.string().nullish(),
    name: z.string().nullish(),
    toolgroup_id: z.string(),
    metadata: z.looseObject({ endpoint: z.string().optional() }).nullish(),
    description: z.string().nullish(),
    parameters: z.array(z.looseObject({ name: z.string() })).nullish(),
    input_schema: inputSchemaSchema.nullish(),
  })
  .refine(({ identifier, name }) => (identifier ?? name) != null);
/** A tool, in whichever generation's form: `toolName` and `parameterNames` read it. */
export type Tool = z.infer<typeof toolSchema>;
/** GET /v1/tools. */
export const toolsSchema = z.looseObject({ data: z.array(toolSchema) });

/** What a tool is called by, in whichever generation's words. */
export function toolName({ identifier, name }: Tool): string {
  return identifier ?? name ?? '';
}

/** The names of a tool's parameters, in the order of its schema. */
export function parameterNames({ parameters, input_schema: schema }: Tool): string[] {
  return parameters?.map(({ name }) => name) ?? Object.keys(schema?.properties ?? {});
}

/** Registering answers `null`, or, in 0.2.12, the tool group. */
export const registeredSchema = z.union([z.null(), toolGroupSchema]);
/** Unregistering answers `null`, or 204 from 0.3 on. */
export const unregisteredSchema = z.null();

const itemSchema = z.looseObject({ type: z.string() });
/** A text, an item, or a list of items (Llama Stack's InterleavedContent). */
const contentSchema = z.union([z.string(), itemSchema, z.array(itemSchema)]);

/** POST /v1/tool-runtime/invoke. A tool's failure is a result, too: the status is 200. */
export const invocationSchema = z.looseObject({
  content: contentSchema.nullable(),
  error_code: z.number().nullable(),
  error_message: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});
/** What a tool call came to; `succeeded` tells how. */
export type ToolInvocationResult = z.infer<typeof invocationSchema>;

/** Built-in providers leave error_code out where all went well. */
export function succeeded({ error_code: code, error_message: message }: ToolInvocationResult): boolean {
  return (code === 0 || code === null) && !message;
}

/** What came of a call: a result or, where the model that was asked made no call, what it said instead. */
export type CallAnswer = { readonly result: ToolInvocationResult } | { readonly said: string };

const mcpCallSchema = z.looseObject({
  type: z.literal('mcp_call'),
  output: z.string().nullish(),
  error: z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)]).nullish(),
});
const mcpToolsSchema = z.looseObject({
  type: z.literal('mcp_list_tools'),
  tools: z.array(z.looseObject({ name: z.string(), input_schema: inputSchemaSchema.nullish() })),
});
const messageSchema = z.looseObject({
  type: z.literal('message'),
  content: z.array(z.looseObject({ text: z.string().optional() })),
});
const outputSchema = z.looseObject({ object: z.literal('response'), output: z.array(z.unknown()) });

/** POST /v1/responses, as far as it tells of a call: the last one that the model made; as a result of tool-runtime would say it. */
export const responseSchema = outputSchema.transform(({ output }): CallAnswer => {
  const call = output.flatMap((item) => mcpCallSchema.safeParse(item).data ?? []).at(-1);
  if (!call) {
    const messages = output.flatMap((item) => messageSchema.safeParse(item).data?.content ?? []);
    return { said: messages.flatMap(({ text }) => text ?? []).join('\n') };
  }
  const failed = call.error != null;
  return {
    result: {
      content: [{ type: 'text', text: call.error ?? call.output ?? '' }],
      error_code: failed ? 1 : 0,
      error_message: null,
      metadata: null,
    },
  };
});

/** POST /v1/responses, as far as it tells which tools the MCP server has. */
export const responseToolsSchema = outputSchema.transform(({ output }): readonly Tool[] =>
  output
    .flatMap((item) => mcpToolsSchema.safeParse(item).data?.tools ?? [])
    .map((tool) => ({ ...tool, toolgroup_id: '' })),
);

/** The forms of a refusal: after validation, and by it. */
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
