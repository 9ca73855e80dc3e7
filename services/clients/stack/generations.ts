import { AUTHORIZATION_GENERATION } from './authorization.ts';
import type { GenerationId, StackGeneration } from './generation.ts';
import { MCP_HEADERS_GENERATION } from './mcp-headers.ts';
import { PROVIDER_DATA_GENERATION } from './provider-data.ts';
import { RESPONSES_GENERATION } from './responses.ts';

/** Every generation there is, by its id. */
export const GENERATIONS: Readonly<Record<GenerationId, StackGeneration>> = {
  'provider-data': PROVIDER_DATA_GENERATION,
  'mcp-headers': MCP_HEADERS_GENERATION,
  authorization: AUTHORIZATION_GENERATION,
  responses: RESPONSES_GENERATION,
};
