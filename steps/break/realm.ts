import type { RealmPlan } from '../../services/identity/realm-plan.ts';

/** What the chapter needs beside the tutorial's realm: other tools, scopes that make tokens for them, and tokens that live a second. */
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
    cautious: { id: 'cautious-tool', access: 'confidential', flows: [] },
    stack: {
      id: 'llama-stack',
      access: 'public',
      flows: ['password'],
      optionalScopes: ['otherAudience', 'cautiousAudience'],
    },
  },
  scopes: {
    cautiousAudience: {
      name: 'cautious-audience',
      inTokenScope: true,
      mappers: [
        { kind: 'audience', client: 'tool' },
        { kind: 'audience', client: 'cautious' },
      ],
    },
    otherAudience: { name: 'other-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'other' }] },
  },
  logins: {},
} as const satisfies RealmPlan;
