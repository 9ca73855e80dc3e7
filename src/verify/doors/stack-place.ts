import { randomBytes } from 'node:crypto';
import { isAt, type ToolGroup, toolName } from '../../../services/clients/stack/answers.ts';
import type { StackClient } from '../../../services/clients/stack/client.ts';
import type { StackGeneration } from '../../../services/clients/stack/generation.ts';
import { namedGroup } from '../../../services/clients/stack/named-group.ts';
import { servedAs, tokenProviderOf } from '../../../services/clients/stack/token-provider.ts';
import { hold, type Leftover, letGo } from '../../../services/machine/leftovers.ts';
import { NoAnswer } from '../../../services/wire/no-answer.ts';
import type { StackSetting } from '../../deployment.ts';
import { TutorialError } from '../../errors.ts';

/** How the tool groups begin that runs of this program register. */
const OF_A_RUN = 'mcp::tutorial-tui-verify-';

/** Another run has a tool group there: what is asked meanwhile may be answered by that one, which goes away with its run. */
export class OtherRun extends TutorialError {
  constructor(url: string, toolGroupId: string) {
    super('check-failed', 'Another verification of this stack server is under way, or left its tool group.', {
      why: `The tool group ${toolGroupId} is there.`,
      next: `Wait until that one is over. Where none runs, take it away: tutorial-tui tool unregister --stack ${url} --toolgroup ${toolGroupId}`,
    });
  }
}

/** Where a stack server has the tool. */
export interface StackPlace {
  readonly mcpEndpoint: string;
  /** The tool group; undefined where the server keeps none, and each request names the MCP server. */
  readonly toolGroupId?: string;
  /** As which generation it is brought a token, where that is not the server's own. */
  readonly as?: StackGeneration | undefined;
  /** What was registered for this run, and has to be taken away again. */
  readonly registered?: Leftover;
}

/** What is wanted of a stack server. */
export interface StackWish {
  readonly setting: StackSetting;
  readonly tool: string;
  /** The endpoint of the deployment's MCP server, where that is known. */
  readonly mcpEndpoint: string | undefined;
  /** Where the same server is asked through a tap: what the stack server is told, where this run tells it. */
  readonly throughTap?: string | undefined;
}

/**
 * Finds where the tool is: in the tool group that was named, in one of the deployment's MCP server, or in one that lists it; where there is none, one
 * is registered for this run. Throws a TutorialError.
 */
export async function findPlace(
  client: StackClient,
  { setting, tool, mcpEndpoint, throughTap }: StackWish,
): Promise<StackPlace> {
  const { generation } = await client.found();
  if (!generation.can.toolGroups) {
    if (mcpEndpoint === undefined)
      throw noMcpServer(`${generation.title} keeps no tool groups: each request names the MCP server.`);
    return { mcpEndpoint: throughTap ?? mcpEndpoint };
  }
  const groups = await client.listToolGroups();
  const lasting = groups.filter(({ identifier }) => !identifier.startsWith(OF_A_RUN));
  const group =
    setting.toolGroup === undefined
      ? await groupOf(client, lasting, tool, mcpEndpoint)
      : namedGroup(groups, setting.toolGroup);
  if (group) {
    const as = await servedAs(client, group.provider_id);
    return { toolGroupId: group.identifier, mcpEndpoint: group.mcp_endpoint?.uri ?? mcpEndpoint ?? '', as };
  }
  const [passing] = groups.filter((each) => !lasting.includes(each));
  if (passing) throw new OtherRun(setting.url, passing.identifier);
  if (mcpEndpoint === undefined)
    throw noMcpServer(`It has no tool group with the tool ${tool}, and none can be registered.`);
  return register(client, setting, throughTap ?? mcpEndpoint);
}

/** Takes away what was registered for this run, and looks whether it is gone. Throws a TutorialError where it is not. */
export async function leavePlace(client: StackClient, { toolGroupId, registered }: StackPlace): Promise<void> {
  if (registered === undefined || toolGroupId === undefined) return;
  const refusal = await client.unregisterToolGroup(toolGroupId).then(
    () => undefined,
    (error: unknown) => error,
  );
  // Neither word is taken for it: a server that never registered it refuses, and another may say yes and do nothing.
  const groups = await client.listToolGroups();
  if (groups.some(({ identifier }) => identifier === toolGroupId))
    throw (
      refusal ?? new TutorialError('check-failed', 'The stack server said that it is gone, and lists it all the same.')
    );
  letGo(registered);
}

async function register(client: StackClient, setting: StackSetting, mcpEndpoint: string): Promise<StackPlace> {
  const providerId = await tokenProviderOf(client);
  const toolGroupId = `${OF_A_RUN}${randomBytes(4).toString('hex')}`;
  const registered = {
    what: `the tool group ${toolGroupId} at ${setting.url}`,
    ending: `unregistering the tool group ${toolGroupId}`,
    byHand: `tutorial-tui tool unregister --stack ${setting.url} --toolgroup ${toolGroupId}`,
  };
  // Before the request: nobody knows whether one that is broken off was heard.
  hold(registered);
  try {
    await client.registerToolGroup({ toolGroupId, providerId, mcpEndpoint });
  } catch (error) {
    // Without an answer, it may have been heard all the same.
    if (error instanceof TutorialError && !(error.cause instanceof NoAnswer)) letGo(registered);
    throw error;
  }
  return { toolGroupId, mcpEndpoint, registered };
}

/** The tool group of the deployment's MCP server, or the first that lists the tool to everybody: a call names a tool, and no group. */
async function groupOf(
  client: StackClient,
  groups: readonly ToolGroup[],
  tool: string,
  mcpEndpoint: string | undefined,
) {
  const own = groups.find((group) => mcpEndpoint !== undefined && isAt(group, mcpEndpoint));
  if (own) return own;
  for (const group of groups) {
    const of = { toolGroupId: group.identifier, mcpEndpoint: group.mcp_endpoint?.uri ?? '' };
    const tools = await client.listTools(of).catch((error: unknown) => {
      if (error instanceof TutorialError) return [];
      throw error;
    });
    if (tools.some((each) => toolName(each) === tool)) return group;
  }
  return undefined;
}

function noMcpServer(why: string): TutorialError {
  return new TutorialError('usage', 'The stack server cannot be asked without an MCP server.', {
    why,
    next: 'Name it: --mcp http://localhost:8000.',
  });
}
