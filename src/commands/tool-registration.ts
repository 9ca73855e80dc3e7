import { isAt, type ToolGroup } from '../../services/clients/stack/answers.ts';
import type { StackClient, ToolGroupRegistration } from '../../services/clients/stack/client.ts';
import { TutorialError } from '../errors.ts';

/**
 * Registers a tool group, and looks whether it is there as it was asked for: a 200 alone says little. Throws a TutorialError of kind check-failed
 * where it is not, and where the server has no such provider.
 */
export async function registerAndLook(client: StackClient, wanted: ToolGroupRegistration): Promise<void> {
  try {
    await client.registerToolGroup(wanted);
  } catch (error) {
    throw (await whyRefused(client, wanted)) ?? error;
  }
  const group = await find(client, wanted.toolGroupId);
  if (!group) throw notAsSaid(`${wanted.toolGroupId} is not registered, though the server said that it is.`);
  if (!fits(group, wanted)) throw registeredOtherwise(group);
}

/** Unregisters a tool group, and looks whether it is gone. Throws a TutorialError of kind check-failed where it is not. */
export async function unregisterAndLook(client: StackClient, toolGroupId: string): Promise<void> {
  await client.unregisterToolGroup(toolGroupId);
  if (await find(client, toolGroupId)) {
    throw notAsSaid(`${toolGroupId} is still registered, though the server said that it is not.`);
  }
}

async function find(client: StackClient, toolGroupId: string): Promise<ToolGroup | undefined> {
  const groups = await client.listToolGroups();
  return groups.find(({ identifier }) => identifier === toolGroupId);
}

/** What a look at the server tells of a refusal: 0.2.3 answers 500, and no reason, to a provider that it does not have. */
async function whyRefused(client: StackClient, wanted: ToolGroupRegistration): Promise<TutorialError | undefined> {
  try {
    const all = await client.providers();
    const providers = all.filter(({ api }) => api === 'tool_runtime').map((provider) => provider.provider_id);
    if (!providers.includes(wanted.providerId)) return noSuchProvider(wanted.providerId, providers);
    const group = await find(client, wanted.toolGroupId);
    return group && !fits(group, wanted) ? registeredOtherwise(group) : undefined;
  } catch {
    return undefined;
  }
}

function fits(group: ToolGroup, wanted: ToolGroupRegistration): boolean {
  return group.provider_id === wanted.providerId && isAt(group, wanted.mcpEndpoint);
}

function noSuchProvider(providerId: string, providers: readonly string[]): TutorialError {
  return new TutorialError('check-failed', `The stack server has no tool provider ${providerId}.`, {
    why: providers.length === 0 ? 'It has none at all.' : `Those that it has: ${providers.join(', ')}.`,
    next: 'Name one of them with --provider, or add that one to its configuration.',
  });
}

function registeredOtherwise({ identifier, provider_id: provider, mcp_endpoint: endpoint }: ToolGroup): TutorialError {
  return new TutorialError('check-failed', `${identifier} was registered before, and stays as it was.`, {
    why: `It has the provider ${provider} and the MCP server ${endpoint?.uri ?? 'none'}.`,
    next: `Take it away first: \`tutorial-tui tool unregister --toolgroup ${identifier}\`.`,
  });
}

function notAsSaid(message: string): TutorialError {
  return new TutorialError('check-failed', message, { next: '`tutorial-tui tool list` shows what is there.' });
}
