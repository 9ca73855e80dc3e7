import type { RealmPlan } from '../../services/identity/realm-plan.ts';

/** What the chapter needs beside the tutorial's realm: another tool, and a scope that makes tokens for it. */
export const BREAK_REALM = {
  realm: 'demo',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: {
    shortLived: {
      id: 'short-lived',
      access: 'public',
      flows: ['password'],
      optionalScopes: ['audience'],
      accessTokenLifespan: 1,
    },
    other: { id: 'other-tool', access: 'public', flows: [] },
    stack: { id: 'llama-stack', access: 'public', flows: ['password'], optionalScopes: ['otherAudience'] },
  },
  scopes: {
    otherAudience: { name: 'other-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'other' }] },
  },
  logins: {},
} as const satisfies RealmPlan;
