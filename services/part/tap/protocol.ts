/** What a tap reads: the requests of a Llama Stack, of an MCP server, or of any server of bearer tokens. */
export const PROTOCOLS = ['stack', 'mcp', 'tool'] as const;
/** One of them. */
export type Protocol = (typeof PROTOCOLS)[number];
