import type { RealmPlan } from '../../services/identity/realm-plan.ts';

/** The realm of the tutorial: what its step 1a sets up by clicks. */
export const REALM = {
  realm: 'demo',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: {
    tool: { id: 'my-external-tool', access: 'public', flows: [] },
    stack: {
      id: 'llama-stack',
      access: 'public',
      flows: ['code', 'password'],
      redirectUris: ['http://localhost/*', 'http://127.0.0.1/*'],
      // What the console's form fills in, and therefore what the tutorial's tokens carry in `allowed-origins`.
      webOrigins: ['/*'],
      optionalScopes: ['audience'],
    },
  },
  scopes: {
    audience: { name: 'tool-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'tool' }] },
  },
  logins: { user: { client: 'stack', scope: 'audience' } },
} as const satisfies RealmPlan;
