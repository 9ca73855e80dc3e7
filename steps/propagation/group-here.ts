import type { Brought, StackClient } from '../../services/clients/stack/client.ts';
import type { StackGeneration } from '../../services/clients/stack/generation.ts';
import { GENERATIONS } from '../../services/clients/stack/generations.ts';
import { namedGroup } from '../../services/clients/stack/named-group.ts';
import { servedAs, tokenProviderOf, usualProvider } from '../../services/clients/stack/token-provider.ts';
import { MCP_PROVIDER } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { type UserTokenLab, userToken } from './user-token.ts';

/** What of a lab says how its tool group is brought a token. */
export type BringingLab = Pick<Lab, 'foundStack' | 'mcp' | 'running' | 'toolGroup'>;

/** Whether the MCP server is the learner's, and lets in only who brings a token. */
export function isGuarded(lab: Pick<Lab, 'mcp' | 'running'>): boolean {
  return lab.running('mcp')?.reports === false && lab.mcp.found.isProtected;
}

/** As which generation a stack server brings a token in a header: as its own, but where that puts the token into the message. */
export function headerSending({ foundStack: { generation } }: Pick<Lab, 'foundStack'>): StackGeneration {
  return generation.id === 'provider-data' ? GENERATIONS['mcp-headers'] : generation;
}

/** As which generation the stack server is brought a token for this lab's MCP server, where that is not its own. */
export function broughtAs(lab: BringingLab): StackGeneration | undefined {
  if (lab.toolGroup.own) return lab.toolGroup.own.as;
  const as = headerSending(lab);
  return isGuarded(lab) && as !== lab.foundStack.generation ? as : undefined;
}

/** The provider that the tool group is registered with in this lab, and what has to be brought for that. Throws a TutorialError where none would do. */
export async function registeredWith({
  lab,
  signal,
}: StepContext<BringingLab & UserTokenLab & Pick<Lab, 'stack'>>): Promise<{
  readonly providerId: string;
  readonly brought?: Brought;
}> {
  const stack = lab.stack(signal);
  const as = broughtAs(lab);
  if (as === undefined) return { providerId: await tokenProviderOf(stack) };
  const { accessToken: token } = await userToken(lab, signal);
  return { providerId: await headerProviderOf(lab, stack), brought: { as, token } };
}

/** The provider that sends an MCP server a caller's headers. Throws a TutorialError where the stack server has none. */
export async function headerProviderOf(lab: Pick<Lab, 'foundStack' | 'running'>, stack: StackClient): Promise<string> {
  const as = headerSending(lab);
  // Which providers ours has, is known.
  if (lab.running('stack')?.kind === 'bundled') return usualProvider(as);
  if (as === lab.foundStack.generation || stack.provider !== undefined) return tokenProviderOf(stack);
  const fitting = (await stack.providers()).find(({ provider_type: type }) => type === as.providerType);
  if (fitting) return fitting.provider_id;
  throw new TutorialError(
    'check-failed',
    'Your MCP server lets nobody in without a token, and this stack server brings none.',
    {
      why: `Its provider ${MCP_PROVIDER} puts the token into the call, as _meta.api_key; a protected MCP server looks for it in the header Authorization.`,
      next: `Configure a provider of the type ${as.providerType} there, or ask the MCP server alone: tutorial-tui verify --mcp URL.`,
    },
  );
}

/** What has to be brought to be told the tools: a stack server that calls none which it never listed has to be told them, too. */
export async function letIn(lab: BringingLab & UserTokenLab, signal: AbortSignal): Promise<Brought> {
  return isGuarded(lab) ? { as: broughtAs(lab), token: (await userToken(lab, signal)).accessToken } : {};
}

/** Looks for the tool group that the learner has named, and keeps what is found of it. Throws a TutorialError where it is not there. */
export async function findOwnGroup({ lab, signal }: StepContext<Pick<Lab, 'stack' | 'toolGroup'>>): Promise<void> {
  const stack = lab.stack(signal);
  const group = namedGroup(await stack.listToolGroups(), lab.toolGroup.id);
  lab.toolGroup.found({ endpoint: group.mcp_endpoint?.uri, as: await servedAs(stack, group.provider_id) });
}
