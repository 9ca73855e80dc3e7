import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { REALM } from '../propagation/realm.ts';

const REDIRECT_URI = 'http://127.0.0.1/callback';

/** What the chapter needs beside the tutorial's realm: clients that log users in as one should, and never by a password. */
export const LOGIN_REALM = {
  realm: 'demo',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: {
    tool: REALM.clients.tool,
    app: {
      id: 'terminal-app',
      access: 'public',
      flows: ['code'],
      redirectUris: [REDIRECT_URI],
      pkce: 'S256',
      optionalScopes: ['audience'],
    },
    asking: {
      id: 'asking-app',
      access: 'public',
      flows: ['code'],
      redirectUris: [REDIRECT_URI],
      pkce: 'S256',
      consent: true,
      optionalScopes: ['audience'],
    },
    device: { id: 'device-app', access: 'public', flows: ['device'], optionalScopes: ['audience'] },
  },
  scopes: { audience: REALM.scopes.audience },
  logins: {},
} as const satisfies RealmPlan;
