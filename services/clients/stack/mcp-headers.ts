import type { StackGeneration, WantedCall } from './generation.ts';
import { INVOKE_ROUTE, TOOLS_ROUTE } from './invoke-route.ts';

const place = ({ mcpEndpoint }: Pick<WantedCall, 'mcpEndpoint'>) =>
  ({ in: 'provider-data', fields: ['mcp_headers', mcpEndpoint, 'Authorization'], prefix: 'Bearer ' }) as const;

/** Llama Stack 0.2.8 to 0.3: its own provider sends an MCP server the headers that a caller names for it. */
export const MCP_HEADERS_GENERATION: StackGeneration = {
  ...INVOKE_ROUTE,
  id: 'mcp-headers',
  title: 'Llama Stack 0.2.8 to 0.3',
  providerType: 'remote::model-context-protocol',
  carrier: 'X-LlamaStack-Provider-Data mcp_headers',
  travels: '`Authorization` of `mcp_headers` in X-LlamaStack-Provider-Data',
  place,
  tools: { ...TOOLS_ROUTE, place },
};
