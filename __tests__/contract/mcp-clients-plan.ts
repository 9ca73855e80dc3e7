import type { RealmPlan } from '../../services/identity/realm-plan.ts';

/**
 * What the repaired way needs: a client for MCP clients with a browser, and the MCP server's own, which exchanges what they bring;
 * beside it one that may not, and one that has to ask its users first.
 */
export const MCP_CLIENTS_PLAN: RealmPlan = {
  realm: 'mcp-clients',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: {
    tool: { id: 'my-external-tool', access: 'public', flows: [] },
    mcp: {
      id: 'mcp-server',
      access: 'confidential',
      flows: [],
      exchanges: ['tool'],
      optionalScopes: ['audience'],
    },
    quiet: { id: 'mcp-quiet', access: 'confidential', flows: [], optionalScopes: ['audience'] },
    asks: {
      id: 'mcp-asks',
      access: 'confidential',
      flows: [],
      exchanges: ['tool'],
      consent: true,
      optionalScopes: ['audience'],
    },
    cli: {
      id: 'mcp-cli',
      access: 'public',
      flows: ['code'],
      pkce: 'S256',
      redirectUris: ['http://127.0.0.1/callback', 'http://127.0.0.1/oauth/callback'],
      optionalScopes: ['mcp', 'reader'],
    },
  },
  scopes: {
    audience: { name: 'tool-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'tool' }] },
    mcp: {
      name: 'mcp-audience',
      inTokenScope: true,
      mappers: [
        { kind: 'audience', client: 'mcp' },
        { kind: 'audience', client: 'quiet' },
        { kind: 'audience', client: 'asks' },
      ],
    },
    // For the same audience, and not enough: what a client has that needs to step up.
    reader: { name: 'mcp-reader', inTokenScope: true, mappers: [{ kind: 'audience', client: 'mcp' }] },
  },
  logins: {},
};
