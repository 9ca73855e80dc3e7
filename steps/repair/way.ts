import type { Way } from '../../src/lesson/way.ts';

/** What the repaired call passes: the MCP server asks the identity provider before it goes on to the tool. */
export const REPAIRED_WAY = ['you', 'stack', 'mcp', 'identity', 'mcp', 'tool'] as const satisfies Way;

/** What a call passes that the MCP server does not let in. */
export const WAY_TO_MCP = ['you', 'stack', 'mcp'] as const satisfies Way;
