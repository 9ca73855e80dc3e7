import * as z from 'zod';
import { redact } from '../../src/evidence/redact.ts';
import { credentialsFor } from './provider-data.ts';
import { isToolProvider, providerNotFound } from './providers.ts';
import { invalidValue } from './refusal.ts';
import { toolGroupNotFound } from './registry.ts';
import type { ParsedRequest, Stack } from './route.ts';
import { toolDefinition, toolOf } from './tool-definitions.ts';

/** The body of POST /v1/toolgroups. */
export const registrationSchema = z.object({
  toolgroup_id: z.string(),
  provider_id: z.string(),
  mcp_endpoint: z.object({ uri: z.string() }).optional(),
  args: z.record(z.string(), z.unknown()).optional(),
});

/** GET /v1/toolgroups. */
export function listToolGroups(_request: ParsedRequest, { registry }: Stack) {
  return { data: registry.toolGroups() };
}

/** GET /v1/toolgroups/{id}. Throws a Refusal (400) where there is none. */
export function getToolGroup({ params }: ParsedRequest, { registry }: Stack) {
  const { toolgroup_id: id = '' } = params;
  const group = registry.toolGroup(id);
  if (!group) throw toolGroupNotFound(id);
  return { access_attributes: null, ...group };
}

/** Asks the MCP server for its tools, and registers them with the group. */
export async function registerToolGroup(
  request: ParsedRequest<z.infer<typeof registrationSchema>>,
  { registry, sessions }: Stack,
) {
  const { toolgroup_id: id, provider_id: provider, mcp_endpoint: given, args = null } = request.body;
  if (!isToolProvider(provider)) throw providerNotFound(provider);
  if (!given) throw invalidValue('mcp_endpoint is required');
  const { uri } = given;
  const endpoint = httpUrl(uri);
  refuseSecrets({ uri, args });
  const tools = await sessions.listTools(endpoint, credentialsFor(provider, uri, request.headers), request);
  await registry.registerToolGroup(
    {
      identifier: id,
      provider_resource_id: id,
      provider_id: provider,
      type: 'tool_group',
      mcp_endpoint: { uri },
      args,
    },
    tools.map((tool) => toolOf(toolDefinition(tool, uri), id, provider)),
  );
  return null;
}

/** DELETE /v1/toolgroups/{id}, its tools with it. Throws a Refusal (400) where there is none. */
export async function unregisterToolGroup({ params }: ParsedRequest, { registry }: Stack) {
  await registry.unregisterToolGroup(params.toolgroup_id ?? '');
  return null;
}

/** GET /v1/tools, of one group where `toolgroup_id` says so; an unknown one has none. */
export function listTools({ query }: ParsedRequest, { registry }: Stack) {
  return { data: registry.tools(query.get('toolgroup_id') || undefined) };
}

/** GET /v1/tools/{name}: null where there is none. */
export function getTool({ params }: ParsedRequest, { registry }: Stack) {
  const tool = registry.tool(params.tool_name ?? '');
  return tool ? { access_attributes: null, ...tool } : null;
}

function httpUrl(uri: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw invalidValue('mcp_endpoint.uri is not a http or https URL');
  }
  return url;
}

/** The registry is a file: credentials are for the header of a call. */
function refuseSecrets(registration: { uri: string; args: unknown }): void {
  const { username, password } = new URL(registration.uri);
  const text = JSON.stringify(registration);
  if (username || password || redact(text) !== text) {
    throw invalidValue(
      'a tool group must not hold a credential; send it with each call, in X-LlamaStack-Provider-Data',
    );
  }
}
