/** What `tool` can do; apart from its doing, so that `--help` loads nothing of it. */
export const TOOL_ACTIONS = ['register', 'unregister', 'list', 'invoke'] as const;
export type ToolAction = (typeof TOOL_ACTIONS)[number];

/** The defaults are the tutorial's. */
export const TOOL_DEFAULTS = {
  host: 'localhost',
  port: 8321,
  toolgroup: 'remote::web-fetch',
  provider: 'mcp-identity',
  mcpEndpoint: 'http://localhost:8000/sse',
  tool: 'fetch',
  url: 'http://localhost:10000',
  timeoutMs: 60_000,
} as const;
