import type { ClientPlan, RealmPlan, ScopePlan } from './realm-plan.ts';

/** The client of a key. Throws where the plan has none: `unionOf` holds that it has. */
export function clientOf({ clients }: RealmPlan, key: string): ClientPlan {
  const client = clients[key];
  if (!client) throw new Error(`The realm plan has no client ${key}.`);
  return client;
}

/** The scope of a key. Throws as `clientOf` does. */
export function scopeOf({ scopes }: RealmPlan, key: string): ScopePlan {
  const scope = scopes[key];
  if (!scope) throw new Error(`The realm plan has no scope ${key}.`);
  return scope;
}

/** Ids of the clients that a scope's mappers name in `aud`. */
export function audiencesOf(plan: RealmPlan, { mappers }: ScopePlan): readonly string[] {
  return mappers.map(({ client }) => clientOf(plan, client).id);
}

/** A login of the plan, with the client and the scope that it names. */
export interface Login {
  readonly name: string;
  readonly clientKey: string;
  readonly client: ClientPlan;
  readonly scopeKey: string;
  readonly scope: ScopePlan;
  /** Ids of the clients that its token names in `aud`. */
  readonly audiences: readonly string[];
  /** What is sent beside the scope. */
  readonly asks: Readonly<Record<string, string>>;
  /** Whether who looks at the realm does not try it. */
  readonly elsewhere: boolean;
}

/** The login of a name. Throws where the plan has none. */
function loginOf(plan: RealmPlan, name: string): Login {
  const login = plan.logins[name];
  if (!login) throw new Error(`The realm plan has no login ${name}.`);
  const scope = scopeOf(plan, login.scope);
  return {
    name,
    clientKey: login.client,
    client: clientOf(plan, login.client),
    scopeKey: login.scope,
    scope,
    audiences: audiencesOf(plan, scope),
    asks: login.asks ?? {},
    elsewhere: login.elsewhere ?? false,
  };
}

/** The login by which a realm is looked at; undefined where the plan logs nobody in. */
export function firstLogin(plan: RealmPlan): Login | undefined {
  const [name] = Object.keys(plan.logins);
  return name === undefined ? undefined : loginOf(plan, name);
}

/** Keys of the scopes that the plan gives a client, with how. */
export function scopesOf(client: ClientPlan): readonly { readonly key: string; readonly assigned: Assigned }[] {
  const { defaultScopes = [], optionalScopes = [] } = client;
  return [
    ...defaultScopes.map((key) => ({ key, assigned: 'Default' as const })),
    ...optionalScopes.map((key) => ({ key, assigned: 'Optional' as const })),
  ];
}

/** How a client has a scope, in the words of Keycloak's console. */
export type Assigned = 'Default' | 'Optional';

/** Whether a client asks for tokens of a user. */
export function logsIn({ flows }: ClientPlan): boolean {
  return flows.some((flow) => flow !== 'client-credentials');
}

/** What a mapper is called: as its scope, and where that has several, as whom it names, too. */
export function mapperName(scope: string, audience: string, at: number): string {
  return at === 0 ? scope : `${scope}-${audience}`;
}

/** Whether a client gets tokens for itself (RFC 6749 section 4.4). */
export function speaksForItself(client: ClientPlan): boolean {
  return client.access === 'confidential' && client.flows.includes('client-credentials');
}

/** Whether a client's redirect URIs have to be as the plan has them: one that is held to PKCE logs in by code, where others only could. */
export function needsItsRedirects({ flows, pkce }: ClientPlan): boolean {
  return flows.includes('code') && pkce !== undefined;
}

/** Whether a client exchanges tokens that it was given (RFC 8693). */
export function exchangesTokens(client: ClientPlan): boolean {
  return client.access === 'confidential' && (client.exchanges ?? []).length > 0;
}

/** Whether a client gets any tokens: by a login, for itself, or in exchange. */
export function getsTokens(client: ClientPlan): boolean {
  return client.flows.length > 0 || exchangesTokens(client);
}

/** A redirect URI to this machine, as a plan has one: the port is any (RFC 8252, section 7.3). */
const LOOPBACK_REDIRECT = 'http://127.0.0.1';

/** The path at which a client on this machine takes what a browser brings back; where any is registered, `/callback`. Throws where none is. */
export function redirectPathOf({ id, redirectUris = [] }: ClientPlan): string {
  const uri = redirectUris.find((each) => each.startsWith(`${LOOPBACK_REDIRECT}/`));
  if (uri === undefined) throw new Error(`The realm plan has no redirect URI of ${id} at ${LOOPBACK_REDIRECT}.`);
  return uri.slice(LOOPBACK_REDIRECT.length).replace('*', 'callback');
}

/** Seconds an access token of a client lives. */
export function lifespanOf({ accessTokenLifespan }: RealmPlan, client: ClientPlan): number {
  return client.accessTokenLifespan ?? accessTokenLifespan;
}
