import type { Brought } from '../../services/clients/stack/client.ts';
import { MCP_PROVIDER, TOOL_GROUP, TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { StepContext } from '../../src/lesson/step.ts';

/** What of a lab another chapter may have wanted otherwise. */
export type ChangeableLab = Pick<Lab, 'isOtherwise' | 'stack' | 'start' | 'url'>;

/**
 * Takes back what another chapter wanted otherwise, wherever that one ended: an MCP server of ours that passes tokens on, and a tool group whose provider
 * carries them to it. Where all is as the tutorial has it, nothing is done.
 */
export async function asInTutorial(context: StepContext<ChangeableLab>): Promise<void> {
  const { lab, signal, progress } = context;
  if (lab.isOtherwise('mcp')) await lab.start('mcp', signal, ({ text }) => progress(text));
  if (await registeredGroup(context)) await toolGroupWith(MCP_PROVIDER, context);
}

/** Has the tool group with this provider, at the address that the MCP server has now; `brought` is for that, where it wants a token. */
export async function toolGroupWith(
  providerId: string,
  context: StepContext<Pick<Lab, 'stack' | 'url'>>,
  brought?: Brought,
): Promise<void> {
  const { lab, signal } = context;
  const stack = lab.stack(signal);
  const endpoint = mcpEndpoint(lab);
  const group = await registeredGroup(context);
  if (group?.provider_id === providerId && group.mcp_endpoint?.uri === endpoint) return;
  if (group) await stack.unregisterToolGroup(TOOL_GROUP);
  const wanted = { toolGroupId: TOOL_GROUP, providerId, mcpEndpoint: endpoint, args: TOOL_GROUP_ARGS };
  await stack.registerToolGroup(wanted, brought);
}

/** Where the stack server finds the MCP server. */
export function mcpEndpoint(lab: Pick<Lab, 'url'>): string {
  return `${lab.url('mcp')}/sse`;
}

/** The tool group, as the stack server knows it; undefined where it knows none. */
export async function registeredGroup({ lab, signal }: StepContext<Pick<Lab, 'stack'>>) {
  const groups = await lab.stack(signal).listToolGroups();
  return groups.find(({ identifier }) => identifier === TOOL_GROUP);
}
