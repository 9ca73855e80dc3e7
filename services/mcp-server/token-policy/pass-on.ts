import { callerToken } from '../caller-token.ts';
import type { TokenPolicy } from './token-policy.ts';

/**
 * The tutorial's way: everybody comes in, and the caller's token goes on as it is. The MCP specification forbids it (2025-11-25, Authorization, Access
 * Token Privilege Restriction): the token was not issued for this server, which can use it as if it were the user.
 */
export const PASS_ON: TokenPolicy = {
  admit: async () => ({ caller: 'anybody' }),
  brought: ({ apiKey, headers }) => callerToken(apiKey, headers),
  forTool: async (token) => token,
  document: () => undefined,
};
