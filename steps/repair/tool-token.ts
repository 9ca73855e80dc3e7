import type { Grant } from '../../services/lab/wallet.ts';
import { CALLER_TOKEN } from './caller-token.ts';

/** What the lesson calls the token that the MCP server gets for the tool. */
export const TOOL_TOKEN = 'tool';

/** How it is got: by the MCP server's client, for the caller's (RFC 8693). */
export const TOOL_GRANT: Grant = {
  by: 'exchange',
  client: 'mcp',
  subject: CALLER_TOKEN,
  audience: 'tool',
  scope: 'audience',
};
