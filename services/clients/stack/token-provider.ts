import type { StackClient } from './client.ts';
import type { StackGeneration } from './generation.ts';
import { GENERATIONS } from './generations.ts';

/** What the provider that carries a token that way is called, where a server's configuration calls it nothing else. */
export function usualProvider({ providerType }: Pick<StackGeneration, 'providerType'>): string {
  return providerType.replace('remote::', '');
}

/**
 * The id of the provider for tool groups: the one that was asked for, or one that carries a token as the server's generation does, by its usual name
 * where the server lists none. Throws a TutorialError as a client does.
 */
export async function tokenProviderOf(client: StackClient): Promise<string> {
  if (client.provider !== undefined) return client.provider;
  const { generation } = await client.found();
  if (generation.id === 'provider-data') return usualProvider(generation);
  const fitting = (await client.providers()).find(({ provider_type: type }) => type === generation.providerType);
  return fitting?.provider_id ?? usualProvider(generation);
}

/**
 * As which generation the tool groups of a provider are brought a token, where that is not the server's own: 0.2 may have providers of two, and the one
 * that serves the tool says which counts. Throws a TutorialError as a client does.
 */
export async function servedAs(client: StackClient, providerId: string): Promise<StackGeneration | undefined> {
  const { generation, by } = await client.found();
  if (generation.id !== 'provider-data' || by === 'setting') return undefined;
  const provider = (await client.providers()).find(({ provider_id: id }) => id === providerId);
  return Object.values(GENERATIONS).find(({ providerType }) => providerType === provider?.provider_type);
}
