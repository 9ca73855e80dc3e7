/** The tool group that the tutorial registers, by its name at the stack server. */
export const TOOL_GROUP = 'remote::web-fetch';
/** The provider that serves it, which hands a caller's token on to the MCP server. */
export const MCP_PROVIDER = 'mcp-identity';
/** What it is registered with; the stack server keeps it, and nobody reads it. */
export const TOOL_GROUP_ARGS = { metadata: { key1: 'value1', key2: 'value2' } } as const;
/** The tool of that group. */
export const TOOL = 'fetch';
