import { isJsonObject } from '../../src/evidence/json.ts';
import type { McpTool, McpToolResult } from './mcp-results.ts';
import type { RegisteredTool } from './registry-content.ts';

/** A tool as GET /v1/tool-runtime/list-tools shows it. */
type ToolDefinition = Pick<RegisteredTool, 'description' | 'parameters' | 'metadata'> & { name: string };

/** What Llama Stack makes of a tool that an MCP server lists. */
export function toolDefinition({ name, description = '', inputSchema }: McpTool, endpoint: string): ToolDefinition {
  const required = inputSchema.required ?? [];
  const parameters = Object.entries(inputSchema.properties ?? {}).map(([parameter, schema]) => ({
    name: parameter,
    parameter_type: text(schema, 'type') ?? 'string',
    description: text(schema, 'description') ?? '',
    required: required.includes(parameter),
    default: (isJsonObject(schema) ? schema.default : null) ?? null,
  }));
  return { name, description, parameters, metadata: { endpoint } };
}

/** The same as a tool of a tool group. */
export function toolOf(
  { name, ...definition }: ToolDefinition,
  toolGroupId: string,
  providerId: string,
): RegisteredTool {
  return {
    identifier: name,
    provider_resource_id: name,
    provider_id: providerId,
    type: 'tool',
    toolgroup_id: toolGroupId,
    tool_host: 'model_context_protocol',
    ...definition,
  };
}

/** The answer to an invocation: `content` holds JSON, one content block of the MCP result a line. */
export function invocationResult({ content, isError }: McpToolResult) {
  return {
    content: content.map((block) => JSON.stringify(withAnnotations(block))).join('\n'),
    error_message: null,
    error_code: isError ? 1 : 0,
    metadata: null,
  };
}

/** The fields in the order of the original, which always writes `annotations`. */
function withAnnotations({ annotations, ...block }: Record<string, unknown>): Record<string, unknown> {
  return { ...block, annotations: annotations ?? null };
}

function text(schema: unknown, key: 'type' | 'description'): string | undefined {
  const value = isJsonObject(schema) ? schema[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
