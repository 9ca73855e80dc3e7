import * as z from 'zod';
import { credentialsFor } from './provider-data.ts';
import { toolNotServed } from './providers.ts';
import type { ParsedRequest, Stack } from './route.ts';
import { invocationResult, toolDefinition } from './tool-definitions.ts';

/** The body of POST /v1/tool-runtime/invoke. */
export const invocationBodySchema = z.object({
  tool_name: z.string(),
  kwargs: z.record(z.string(), z.unknown()),
});

/** Calls the tool with the caller's credentials. That it failed, a 401 included, is a result like any other. */
export async function invokeTool(
  request: ParsedRequest<z.infer<typeof invocationBodySchema>>,
  { registry, sessions }: Stack,
) {
  const { tool_name: name, kwargs } = request.body;
  const tool = registry.tool(name);
  if (!tool) throw toolNotServed(name);
  const { endpoint } = tool.metadata;
  const credentials = credentialsFor(tool.provider_id, endpoint, request.headers);
  const { traceparent, signal } = request;
  return invocationResult(
    await sessions.callTool(new URL(endpoint), credentials, { name, kwargs, traceparent }, signal),
  );
}

/**
 * The tools that a group's MCP server lists now. (Llama Stack 0.2.3 answers 400 to every such request: docs/references/llama-stack-0.2.3.md#answers.)
 */
export async function listRuntimeTools(request: ParsedRequest, { registry, sessions }: Stack) {
  const { query, headers } = request;
  const id = query.get('tool_group_id');
  const group = id === null ? undefined : registry.toolGroup(id);
  if (!group) throw toolNotServed(id ?? 'None');
  const { uri } = group.mcp_endpoint;
  const tools = await sessions.listTools(new URL(uri), credentialsFor(group.provider_id, uri, headers), request);
  return { data: tools.map((tool) => toolDefinition(tool, uri)) };
}
