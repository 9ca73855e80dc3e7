import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { REALM } from '../propagation/realm.ts';

/** What the chapter needs beside the tutorial's realm: the MCP server as a client of its own, a scope that makes tokens for it, and one that says what may be done there. */
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
    stack: { id: 'llama-stack', access: 'public', flows: ['password'], optionalScopes: ['mcpAudience', 'mcpFetch'] },
  },
  scopes: {
    audience: REALM.scopes.audience,
    mcpAudience: { name: 'mcp-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'mcp' }] },
    mcpFetch: { name: 'mcp-fetch', inTokenScope: true, mappers: [] },
  },
  logins: {},
} as const satisfies RealmPlan;
