import { createStackClient } from '../../../../../services/clients/stack/client.ts';
import { BUNDLED_STACK } from '../../../../../services/clients/stack/found-stack.ts';
import { GENERATIONS } from '../../../../../services/clients/stack/generations.ts';
import { tokenProviderOf, usualProvider } from '../../../../../services/clients/stack/token-provider.ts';

/** Nobody has to be asked for either: port 9 answers nobody. */
const baseUrl = 'http://127.0.0.1:9';

test('the provider that was asked for is taken as it is', async () => {
  expect(await tokenProviderOf(createStackClient({ baseUrl, provider: 'mine' }))).toBe('mine');
});

test('of the tutorial’s stack server it is the tutorial’s', async () => {
  expect(await tokenProviderOf(createStackClient({ baseUrl, found: BUNDLED_STACK }))).toBe('mcp-identity');
});

test.each([
  ['provider-data', 'mcp-identity'],
  ['mcp-headers', 'model-context-protocol'],
  ['authorization', 'model-context-protocol'],
] as const)('a stack server of %s calls it %s, where nobody says otherwise', (generation, provider) => {
  expect(usualProvider(GENERATIONS[generation])).toBe(provider);
});
