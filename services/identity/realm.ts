/**
 * The realm of the tutorial, as data: what its step 1a sets up by clicks. The embedded identity provider serves it, the Admin REST client
 * creates and repairs it in a Keycloak.
 */
export interface RealmDescription {
  realm: string;
  /** Seconds an access token lives. */
  accessTokenLifespan: number;
  /** Seconds an idle refresh token lives. */
  ssoSessionIdleTimeout: number;
  clients: { tool: ClientDescription; stack: ClientDescription };
  audienceScope: AudienceScopeDescription;
}

export interface ClientDescription {
  clientId: string;
  publicClient: boolean;
  standardFlowEnabled: boolean;
  directAccessGrantsEnabled: boolean;
  fullScopeAllowed: boolean;
  redirectUris: readonly string[];
  webOrigins: readonly string[];
  /** Names of optional client scopes, beside Keycloak's built-in ones. */
  optionalClientScopes: readonly string[];
}

/** An optional client scope with one Audience mapper. */
export interface AudienceScopeDescription {
  name: string;
  includedClientAudience: string;
  /** Whether the granted scope is named in the token's `scope`. */
  includeInTokenScope: boolean;
}

export interface UserDescription {
  username: string;
  firstName: string;
  lastName: string;
  email: string;
}

export const REALM: RealmDescription = {
  realm: 'demo',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: {
    tool: {
      clientId: 'my-external-tool',
      publicClient: true,
      standardFlowEnabled: false,
      directAccessGrantsEnabled: false,
      fullScopeAllowed: false,
      redirectUris: [],
      webOrigins: [],
      optionalClientScopes: [],
    },
    stack: {
      clientId: 'llama-stack',
      publicClient: true,
      standardFlowEnabled: true,
      directAccessGrantsEnabled: true,
      fullScopeAllowed: false,
      redirectUris: ['http://localhost/*', 'http://127.0.0.1/*'],
      // What the console's form fills in, and therefore what the tutorial's tokens carry in `allowed-origins`.
      webOrigins: ['/*'],
      optionalClientScopes: ['tool-audience'],
    },
  },
  audienceScope: {
    name: 'tool-audience',
    includedClientAudience: 'my-external-tool',
    includeInTokenScope: true,
  },
};

/** The user of the lesson; Keycloak wants a first and a last name of every user (`Account is not fully set up` otherwise). One named by an e-mail address has that. */
export function userNamed(username: string): UserDescription {
  const [name = username] = username.split('@');
  const email = name === username ? `${username}@${username}.com` : username;
  return { username, firstName: name, lastName: name, email };
}
