import { MCP_PROVIDER } from '../tutorial-tool.ts';
import type { StackClient } from './client.ts';

/** The id of the provider for tool groups: the one that was asked for, or one that carries a token as the server's generation does; else the tutorial's. Throws a TutorialError as a client does. */
export async function tokenProviderOf(client: StackClient): Promise<string> {
  if (client.provider !== undefined) return client.provider;
  const { generation } = await client.found();
  if (generation.id === 'provider-data') return MCP_PROVIDER;
  const fitting = (await client.providers()).find(({ provider_type: type }) => type === generation.providerType);
  return fitting?.provider_id ?? MCP_PROVIDER;
}
