import * as z from 'zod';

/** A value of any JSON kind, as tool groups and tools may carry it. */
const jsonRecord = z.record(z.string(), z.unknown());

/** A tool group as it is kept, and as GET /v1/toolgroups shows it. */
const registeredToolGroupSchema = z.object({
  identifier: z.string(),
  provider_resource_id: z.string(),
  provider_id: z.string(),
  type: z.literal('tool_group'),
  mcp_endpoint: z.object({ uri: z.string() }),
  args: jsonRecord.nullable(),
});
/** See toolGroupSchema. Its args are the caller's, and nobody here reads them. */
export type RegisteredToolGroup = z.infer<typeof registeredToolGroupSchema>;

/** A tool as it is kept, with the MCP server that it was listed by. */
const registeredToolSchema = z.object({
  identifier: z.string(),
  provider_resource_id: z.string(),
  provider_id: z.string(),
  type: z.literal('tool'),
  toolgroup_id: z.string(),
  tool_host: z.literal('model_context_protocol'),
  description: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      parameter_type: z.string(),
      description: z.string(),
      required: z.boolean(),
      default: z.unknown(),
    }),
  ),
  metadata: z.object({ endpoint: z.string() }),
});
/** See toolSchema. */
export type RegisteredTool = z.infer<typeof registeredToolSchema>;

const modelSchema = z.object({
  identifier: z.string(),
  provider_resource_id: z.string(),
  provider_id: z.string(),
  type: z.literal('model'),
  metadata: jsonRecord,
  model_type: z.enum(['llm', 'embedding']),
});
/** A model that was registered by hand. */
export type Model = z.infer<typeof modelSchema>;

/** What the registry file holds. Another version is another file format. */
export const registryContentSchema = z.object({
  version: z.literal(1),
  toolGroups: z.array(registeredToolGroupSchema),
  tools: z.array(registeredToolSchema),
  models: z.array(modelSchema),
});
/** See registryContentSchema. */
export type RegistryContent = z.infer<typeof registryContentSchema>;

/** What a registry holds before anything is registered. */
export const EMPTY_REGISTRY: RegistryContent = { version: 1, toolGroups: [], tools: [], models: [] };
