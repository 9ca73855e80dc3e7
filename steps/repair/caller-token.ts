import type { Grant } from '../../services/lab/wallet.ts';

/** What the lesson calls the token that the caller gets for the MCP server. */
export const CALLER_TOKEN = 'mcp-server';

/** How it is got. */
export const CALLER_GRANT: Grant = { by: 'password', client: 'stack', scope: 'mcpAudience' };
