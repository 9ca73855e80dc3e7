import { parameterNames, type Tool, type ToolGroup, toolName } from '../../services/clients/stack/answers.ts';
import type { StackClient } from '../../services/clients/stack/client.ts';
import { TutorialError } from '../errors.ts';
import type { Secret } from '../evidence/secret.ts';

/** What a stack server has. */
export interface Listing {
  /** Empty where it keeps none. */
  toolgroups: readonly ToolGroup[];
  tools: readonly Tool[];
  /** Why the tools of a group are not among them. */
  failures: readonly TutorialError[];
}

/** The tool groups and their tools. One group whose MCP server does not answer, or wants a token, does not hide the others. */
export async function listAll(client: StackClient): Promise<Listing> {
  const toolgroups = await client.listToolGroups();
  try {
    return { toolgroups, tools: await client.listTools({ mcpEndpoint: '' }), failures: [] };
  } catch (error) {
    if (!(error instanceof TutorialError) || toolgroups.length === 0) throw error;
  }
  const tools: Tool[] = [];
  const failures: TutorialError[] = [];
  for (const { identifier, mcp_endpoint: endpoint } of toolgroups) {
    try {
      tools.push(...(await client.listTools({ toolGroupId: identifier, mcpEndpoint: endpoint?.uri ?? '' })));
    } catch (error) {
      if (!(error instanceof TutorialError)) throw error;
      failures.push(notListed(identifier, error));
    }
  }
  return { toolgroups, tools, failures };
}

/** The tools of one MCP server, as a stack server that keeps no tool groups is told of them. */
export async function listOf(client: StackClient, mcpEndpoint: string, token: Secret | undefined): Promise<Listing> {
  return { toolgroups: [], tools: await client.listTools({ mcpEndpoint, token }), failures: [] };
}

/** A line a group, and under it a line a tool. */
export function listingAsLines({ toolgroups, tools }: Listing): string[] {
  if (toolgroups.length === 0) return ['No tool groups.'];
  return toolgroups.flatMap(({ identifier, provider_id: provider, mcp_endpoint: endpoint }) => [
    `${identifier}  provider ${provider}, MCP server ${endpoint?.uri ?? 'none'}`,
    ...toolsAsLines(tools.filter(({ toolgroup_id }) => toolgroup_id === identifier)),
  ]);
}

/** A line a tool, with its parameters. */
export function toolsAsLines(tools: readonly Tool[]): string[] {
  return tools.map((tool) => `  ${toolName(tool)}(${parameterNames(tool).join(', ')})`);
}

function notListed(toolGroupId: string, { kind, why, next, cause }: TutorialError): TutorialError {
  return new TutorialError(kind, `The tools of ${toolGroupId} could not be listed.`, {
    ...(why && { why }),
    ...(next && { next }),
    cause,
  });
}
