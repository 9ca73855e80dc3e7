import type { Adapter, Provider } from 'oidc-provider';
import { GRANTS } from './grants.ts';
import type { RealmState } from './realm-state.ts';
import { supportedScopes } from './scopes.ts';

/** What this part is; a test holds it against the package. */
export const VERSION = 'oidc-provider 9.13';

const PROTOCOL = '/protocol/openid-connect';
/** Keycloak's paths, below the realm's. */
export const ROUTES = {
  authorization: `${PROTOCOL}/auth`,
  end_session: `${PROTOCOL}/logout`,
  introspection: `${PROTOCOL}/token/introspect`,
  jwks: `${PROTOCOL}/certs`,
  token: `${PROTOCOL}/token`,
  userinfo: `${PROTOCOL}/userinfo`,
};
export const METADATA_ROUTE = '/.well-known/openid-configuration';

/** oidc-provider with the realm's clients, scopes and key, for one issuer. Loads it at the first call: it is the heaviest module of this part. */
export async function createProvider({ realm, keys }: RealmState, issuer: string): Promise<Provider> {
  const [{ Provider }, { jwk }] = await Promise.all([import('oidc-provider/lib/provider.js'), keys]);
  const provider = new Provider(issuer, {
    adapter: NoStore,
    jwks: { keys: [jwk] },
    clients: Object.values(realm.clients).map(({ clientId }) => ({
      client_id: clientId,
      token_endpoint_auth_method: 'none',
      // Each grant says by itself, and in Keycloak's words, whom it refuses.
      grant_types: [...GRANTS.keys()],
      response_types: ['code'],
      redirect_uris: [issuer],
    })),
    clientAuthMethods: ['none'],
    responseTypes: ['code'],
    scopes: supportedScopes(realm.audienceScope),
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    routes: ROUTES,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      introspection: { enabled: true },
      pushedAuthorizationRequests: { enabled: false },
    },
  });
  provider.silent = true;
  return provider;
}

/** oidc-provider keeps nothing here: its clients are static, and sessions are ours. */
class NoStore implements Adapter {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}
