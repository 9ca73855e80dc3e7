import type { RealmPlan } from '../../services/identity/realm-plan.ts';

const CLI = { access: 'public', flows: ['code'], redirectUris: ['http://127.0.0.1/callback'] } as const;
const SCOPES = { optionalScopes: ['mcp'] } as const;

/** What logins by code and by device could need, under a realm's name of its own. */
export const LOGIN_PLAN: RealmPlan = {
  realm: 'logins',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: {
    mcp: { id: 'mcp-server', access: 'public', flows: [] },
    stack: { id: 'llama-stack', access: 'public', flows: ['password'], ...SCOPES },
    cli: { ...CLI, ...SCOPES, id: 'mcp-cli', pkce: 'S256' },
    plain: { ...CLI, ...SCOPES, id: 'plain-cli' },
    app: { ...CLI, ...SCOPES, id: 'any-path', redirectUris: ['http://localhost/*', 'http://127.0.0.1/*'] },
    asks: { ...CLI, ...SCOPES, id: 'asks', flows: ['code', 'password'], consent: true },
    device: { ...CLI, ...SCOPES, id: 'mcp-device', flows: ['device'] },
    held: { ...CLI, ...SCOPES, id: 'held-device', flows: ['device'], pkce: 'S256' },
  },
  scopes: { mcp: { name: 'mcp-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'mcp' }] } },
  logins: { user: { client: 'stack', scope: 'mcp' } },
};
