import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { REALM } from '../propagation/realm.ts';

/** What the chapter needs beside the tutorial's realm: the MCP server as a client of its own, a scope that makes tokens for it, and a client that asks for them. */
export const REPAIR_REALM = {
  realm: 'demo',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: {
    tool: REALM.clients.tool,
    mcp: {
      id: 'mcp-server',
      access: 'confidential',
      flows: [],
      optionalScopes: ['audience'],
      exchanges: ['tool'],
    },
    // For MCP clients of the learner's own, which log in in a browser: docs/mcp-clients.md.
    cli: {
      id: 'mcp-cli',
      access: 'public',
      flows: ['code'],
      redirectUris: ['http://127.0.0.1/callback', 'http://127.0.0.1/oauth/callback'],
      pkce: 'S256',
      optionalScopes: ['mcpAudience'],
    },
    stack: { id: 'llama-stack', access: 'public', flows: ['password'], optionalScopes: ['mcpAudience'] },
  },
  scopes: {
    audience: REALM.scopes.audience,
    mcpAudience: { name: 'mcp-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'mcp' }] },
  },
  logins: {},
} as const satisfies RealmPlan;
