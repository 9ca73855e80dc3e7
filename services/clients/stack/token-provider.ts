import { MCP_PROVIDER } from '../tutorial-tool.ts';
import type { StackClient } from './client.ts';

/** The id of the provider that carries a token as the server's generation does; the tutorial's, where it has none. Throws a TutorialError as a client does. */
export async function tokenProviderOf(client: StackClient): Promise<string> {
  const { generation } = await client.found();
  if (generation.id === 'provider-data') return MCP_PROVIDER;
  const fitting = (await client.providers()).find(({ provider_type: type }) => type === generation.providerType);
  return fitting?.provider_id ?? MCP_PROVIDER;
}
