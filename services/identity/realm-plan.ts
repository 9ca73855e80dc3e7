/**
 * What a lesson needs of a realm, as data. The embedded identity provider serves it, the Admin REST client creates and repairs it in a Keycloak, and
 * findings and their clicks are made from it. Keys are the names by which a lesson speaks of things (`stack`); ids and names are the realm's own
 * (`llama-stack`).
 */
export interface RealmPlan {
  /** The realm's name, as it stands in the issuer. */
  readonly realm: string;
  /** Seconds an access token lives. */
  readonly accessTokenLifespan: number;
  /** Seconds an idle refresh token lives. */
  readonly ssoSessionIdleTimeout: number;
  readonly clients: Readonly<Record<string, ClientPlan>>;
  readonly scopes: Readonly<Record<string, ScopePlan>>;
  /** How the user gets tokens, by the name that the token has in the lesson. The first one is tried when the realm is looked at. */
  readonly logins: Readonly<Record<string, LoginPlan>>;
}

/** A way in which a client may get tokens; one that is not named is switched off. */
export type Flow = UserFlow | 'client-credentials';
/** A way in which a client may get tokens of a user. */
export type UserFlow = 'code' | 'password' | 'device';

/** A client of the realm. Which kind it is decides what it may do. */
export type ClientPlan = PublicClientPlan | ConfidentialClientPlan;

/** A client that cannot keep a secret (RFC 6749 section 2.1), and therefore never speaks for itself. */
export interface PublicClientPlan extends ClientSettings {
  readonly access: 'public';
  readonly flows: readonly UserFlow[];
}

/** A client with a secret: made at random, by Keycloak or for the run; never part of a plan. */
export interface ConfidentialClientPlan extends ClientSettings {
  readonly access: 'confidential';
  readonly flows: readonly Flow[];
  /** Clients, by their keys, for which it may exchange a token that it was given (RFC 8693). */
  readonly exchanges?: readonly string[];
}

interface ClientSettings {
  readonly id: string;
  /** Somebody's own, by a name that was given: it is taken as it is, and judged by its tokens alone. */
  readonly theirs?: true;
  readonly redirectUris?: readonly string[];
  readonly webOrigins?: readonly string[];
  /** Seconds its access tokens live, where that is not as long as the realm's. */
  readonly accessTokenLifespan?: number;
  /** Scopes of the plan, by their keys, that every token of the client has; beside Keycloak's built-in ones. */
  readonly defaultScopes?: readonly string[];
  /** … and that a token has when they are asked for. */
  readonly optionalScopes?: readonly string[];
  /** Which proof a login by code has to bring (RFC 7636); each may bring one. Keycloak wants it of a device, too. */
  readonly pkce?: 'S256';
  /** Whether the user is asked before the client gets a token. */
  readonly consent?: true;
}

/** A client scope, and what it puts into a token. */
export interface ScopePlan {
  readonly name: string;
  /** Whether the granted scope is named in the token's `scope`. */
  readonly inTokenScope: boolean;
  readonly mappers: readonly MapperPlan[];
}

/** Names a client, by its key, in the `aud` of access tokens. */
export interface MapperPlan {
  readonly kind: 'audience';
  readonly client: string;
}

/** Which client asks for a token of the user, and for which scope; both by their keys. */
export interface LoginPlan {
  readonly client: string;
  readonly scope: string;
  /** What is sent beside the scope, by parameter: a `resource` (RFC 8707, section 2), an `audience`, as some providers take it. */
  readonly asks?: Readonly<Record<string, string>>;
  /** Who looks at the realm does not try it: it wants a browser, is no user's, or is made by somebody else. */
  readonly elsewhere?: true;
}
