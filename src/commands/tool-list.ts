import type { StackClient } from '../../services/clients/stack.ts';
import { parameterNames, type Tool, type ToolGroup, toolName } from '../../services/clients/stack-answers.ts';
import { TutorialError } from '../errors.ts';

/** What a stack server has. */
export interface Listing {
  toolgroups: readonly ToolGroup[];
  tools: readonly Tool[];
  /** Why the tools of a group are not among them. */
  failures: readonly TutorialError[];
}

/** The tool groups and their tools. One group whose MCP server does not answer, or wants a token, does not hide the others. */
export async function listAll(client: StackClient): Promise<Listing> {
  const { data: toolgroups } = await client.listToolGroups();
  try {
    return { toolgroups, tools: (await client.listTools()).data, failures: [] };
  } catch (error) {
    if (!(error instanceof TutorialError) || toolgroups.length === 0) throw error;
  }
  const tools: Tool[] = [];
  const failures: TutorialError[] = [];
  for (const { identifier } of toolgroups) {
    try {
      tools.push(...(await client.listTools(identifier)).data);
    } catch (error) {
      if (!(error instanceof TutorialError)) throw error;
      failures.push(notListed(identifier, error));
    }
  }
  return { toolgroups, tools, failures };
}

/** A line a group, and under it a line a tool. */
export function listingAsLines({ toolgroups, tools }: Listing): string[] {
  if (toolgroups.length === 0) return ['No tool groups.'];
  return toolgroups.flatMap(({ identifier, provider_id: provider, mcp_endpoint: endpoint }) => [
    `${identifier}  provider ${provider}, MCP server ${endpoint?.uri ?? 'none'}`,
    ...tools
      .filter(({ toolgroup_id }) => toolgroup_id === identifier)
      .map((tool) => `  ${toolName(tool)}(${parameterNames(tool).join(', ')})`),
  ]);
}

function notListed(toolGroupId: string, { kind, why, next, cause }: TutorialError): TutorialError {
  return new TutorialError(kind, `The tools of ${toolGroupId} could not be listed.`, {
    ...(why && { why }),
    ...(next && { next }),
    cause,
  });
}
