import type { Brought } from '../../services/clients/stack/client.ts';
import { TOOL_GROUP_ARGS } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { type BringingLab, registeredWith } from './group-here.ts';
import type { UserTokenLab } from './user-token.ts';

/** What of a lab the tool group is registered with. */
export type GroupLab = Pick<Lab, 'mcp' | 'stack' | 'toolGroup' | 'url'>;
/** What of a lab another chapter may have wanted otherwise. */
export type ChangeableLab = GroupLab & BringingLab & UserTokenLab & Pick<Lab, 'isOtherwise' | 'start'>;

/**
 * Takes back what another chapter wanted otherwise, wherever that one ended: an MCP server of ours that passes tokens on, and a tool group whose provider
 * carries them to it. Where all is as the tutorial has it, nothing is done.
 */
export async function asInTutorial(context: StepContext<ChangeableLab>): Promise<void> {
  const { lab, signal, progress } = context;
  if (lab.isOtherwise('mcp')) await lab.start('mcp', signal, ({ text }) => progress(text));
  if (lab.toolGroup.own || !(await registeredGroup(context))) return;
  const { providerId, brought } = await registeredWith(context);
  await toolGroupWith(providerId, context, brought);
}

/** Has the tool group with this provider, at the address that the MCP server has now; `brought` is for that, where it wants a token. */
export async function toolGroupWith(
  providerId: string,
  context: StepContext<GroupLab>,
  brought?: Brought,
): Promise<void> {
  const { lab, signal } = context;
  const group = await registeredGroup(context);
  if (group?.provider_id === providerId && group.mcp_endpoint?.uri === mcpEndpoint(lab)) return;
  lab.toolGroup.changing(group);
  if (group) await lab.stack(signal).unregisterToolGroup(lab.toolGroup.id);
  await registerGroup(providerId, context, brought);
}

/** Registers the tool group, which is not there, or is there just so. */
export async function registerGroup(
  providerId: string,
  { lab, signal }: StepContext<GroupLab>,
  brought?: Brought,
): Promise<void> {
  const wanted = { toolGroupId: lab.toolGroup.id, providerId, mcpEndpoint: mcpEndpoint(lab), args: TOOL_GROUP_ARGS };
  await lab.stack(signal).registerToolGroup(wanted, brought);
}

/** Where the stack server finds the MCP server. */
export function mcpEndpoint({ mcp: { found, inside }, toolGroup }: Pick<Lab, 'mcp' | 'toolGroup'>): string {
  if (toolGroup.own?.endpoint !== undefined) return toolGroup.own.endpoint;
  const { href, pathname, search } = found.endpoint;
  return inside === undefined ? href : new URL(inside).origin + pathname + search;
}

/** Where the MCP server finds the tool server. */
export function toolAddress(lab: Pick<Lab, 'mcp' | 'url'>): string {
  return lab.mcp.tool ?? lab.url('tool');
}

/** The tool group, as the stack server knows it; undefined where it knows none, or keeps none. */
export async function registeredGroup({ lab, signal }: StepContext<Pick<Lab, 'stack' | 'toolGroup'>>) {
  const stack = lab.stack(signal);
  if (!(await stack.found()).generation.can.toolGroups) return undefined;
  const groups = await stack.listToolGroups();
  return groups.find(({ identifier }) => identifier === lab.toolGroup.id);
}
