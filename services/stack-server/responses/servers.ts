import type { ModelTool } from '../../clients/ollama.ts';
import type { McpTool } from '../mcp-results.ts';
import type { McpSessions } from '../mcp-sessions.ts';
import { checkedHeaders } from '../provider-data.ts';
import type { ParsedRequest } from '../route.ts';
import { allowedNames, type McpServerTool } from './request.ts';

/** An MCP server of one response: who it is, with what it is asked, and what it offers. */
export interface OfferingServer {
  readonly label: string;
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly tools: readonly McpTool[];
}

/** Asks a server for its tools, with the token that it is for. Throws a Refusal. */
export async function askServer(
  tool: McpServerTool,
  sessions: McpSessions,
  request: Pick<ParsedRequest, 'traceparent' | 'signal'>,
): Promise<OfferingServer> {
  const endpoint = new URL(tool.server_url ?? '');
  const bearer = tool.authorization && { authorization: `Bearer ${tool.authorization}` };
  const headers = checkedHeaders({ ...tool.headers, ...(bearer || {}) }, 'headers and authorization');
  const listed = await sessions.listTools(endpoint, { headers }, request);
  const allowed = allowedNames(tool);
  const tools = allowed === undefined ? listed : listed.filter(({ name }) => allowed.includes(name));
  return { label: tool.server_label, endpoint, headers, tools };
}

/** The tools as the model is told of them: names, words and schemas, and nothing of who may call them. */
export function offeredTools(servers: readonly OfferingServer[]): readonly ModelTool[] {
  return servers.flatMap(({ tools }) =>
    tools.map(({ name, description = '', inputSchema }) => ({
      type: 'function',
      function: { name, description, parameters: inputSchema as NonNullable<ModelTool['function']['parameters']> },
    })),
  );
}

/** The server that offers a tool; undefined where none does. */
export function serverOf(servers: readonly OfferingServer[], tool: string): OfferingServer | undefined {
  return servers.find(({ tools }) => tools.some(({ name }) => name === tool));
}
