/** What a tap reads: the requests of a Llama Stack, of an MCP server, of any server of bearer tokens, or of an ollama. */
export const PROTOCOLS = ['stack', 'mcp', 'tool', 'model'] as const;
/** One of them. */
export type Protocol = (typeof PROTOCOLS)[number];
