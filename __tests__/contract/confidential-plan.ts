import { unionOf } from '../../services/identity/plan-union.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { REALM } from '../../steps/propagation/realm.ts';

/** What a second chapter could need: a client with a secret and a service account, one with a secret and none, one of short-lived tokens, and a second audience. */
const SECOND: RealmPlan = {
  ...REALM,
  clients: {
    stack: { id: 'llama-stack', access: 'public', flows: [], optionalScopes: ['mcp'] },
    mcp: {
      id: 'mcp-server',
      access: 'confidential',
      flows: ['client-credentials'],
      exchanges: ['tool'],
      optionalScopes: ['audience', 'mcp'],
    },
    brief: {
      id: 'short-lived',
      access: 'public',
      flows: ['password'],
      optionalScopes: ['mcp'],
      accessTokenLifespan: 2,
    },
    desk: { id: 'help:desk', access: 'confidential', flows: ['password'] },
  },
  scopes: {
    mcp: {
      name: 'mcp-audience',
      inTokenScope: true,
      mappers: [
        { kind: 'audience', client: 'mcp' },
        { kind: 'audience', client: 'desk' },
      ],
    },
  },
  logins: {},
};

/** The tutorial's realm with more in it, under a name of its own, beside which the tutorial's may stand. */
export const CONFIDENTIAL_PLAN: RealmPlan = { ...unionOf(REALM, SECOND), realm: 'confidential' };
