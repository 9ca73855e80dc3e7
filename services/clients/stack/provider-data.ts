import type { StackGeneration } from './generation.ts';
import { INVOKE_ROUTE, TOOLS_ROUTE } from './invoke-route.ts';

/** Llama Stack 0.2 with the tutorial's own provider, which hands the caller's api_key on in the message. */
export const PROVIDER_DATA_GENERATION: StackGeneration = {
  ...INVOKE_ROUTE,
  id: 'provider-data',
  title: "Llama Stack 0.2 with the tutorial's provider mcp-identity",
  providerType: 'remote::mcp-identity',
  carrier: 'X-LlamaStack-Provider-Data api_key',
  travels: '`api_key` in X-LlamaStack-Provider-Data',
  place: () => ({ in: 'provider-data', fields: ['api_key'], prefix: '' }),
  tools: TOOLS_ROUTE,
};
