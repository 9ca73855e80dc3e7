import { GENERATION_IDS } from '../../services/clients/stack/generation.ts';
import { MCP_PROVIDER, TOOL, TOOL_GROUP } from '../../services/clients/tutorial-tool.ts';

/** What `tool` can do; apart from its doing, so that `--help` loads nothing of it. */
export const TOOL_ACTIONS = ['register', 'unregister', 'list', 'invoke'] as const;
/** One of them. */
export type ToolAction = (typeof TOOL_ACTIONS)[number];

/** As which a stack server may be spoken to. */
export const TOOL_GENERATIONS = GENERATION_IDS;

/** The defaults are the tutorial's. */
export const TOOL_DEFAULTS = {
  host: 'localhost',
  port: 8321,
  toolgroup: TOOL_GROUP,
  provider: MCP_PROVIDER,
  mcpEndpoint: 'http://localhost:8000/sse',
  tool: TOOL,
  url: 'http://localhost:10000',
  timeoutMs: 60_000,
} as const;
