import type { AudienceScopeDescription, ClientDescription } from '../realm.ts';
import { invalidScopes } from './keycloak-error.ts';

/** Keycloak gives every client of a new realm these by default: always granted, whether asked for or not. */
const DEFAULT_SCOPES = ['acr', 'profile', 'roles', 'basic', 'web-origins', 'email'];
/** May be asked for, and gives nothing to a user who is in no organization. */
const ORGANIZATION = 'organization';
/** … and these as optional ones: granted when asked for. */
const OPTIONAL_SCOPES = ['address', 'phone', 'offline_access', 'microprofile-jwt', ORGANIZATION];
/** The ones that a token's `scope` names; an audience scope says so itself. In the order in which it names them. */
const NAMED_IN_TOKEN = ['openid', 'microprofile-jwt', 'profile'];
const NAMED_IN_TOKEN_LAST = ['address', 'email', 'phone', 'offline_access'];

/** Scopes a session holds, in no particular order. */
export type Scopes = ReadonlySet<string>;

/** What `scopes_supported` lists. */
export function supportedScopes(audience: AudienceScopeDescription): string[] {
  return ['openid', ...DEFAULT_SCOPES, ...OPTIONAL_SCOPES, audience.name];
}

/**
 * The scopes that a `scope` parameter asks for, Keycloak's defaults among them. Throws `Invalid scopes: …` where one of them is not attached to
 * the client, the parameter is empty, or two spaces follow each other; spaces at its end count for nothing, as Java splits.
 */
export function requestedScopes(parameter: string | null, client: ClientDescription): Scopes {
  const names = parameter === '' ? parameter : parameter?.replace(/ +$/, '') || undefined;
  const asked = names?.split(' ') ?? [];
  const attached = new Set(['openid', ...DEFAULT_SCOPES, ...OPTIONAL_SCOPES, ...client.optionalClientScopes]);
  if (!asked.every((scope) => attached.has(scope))) throw invalidScopes(parameter ?? '');
  return new Set([...DEFAULT_SCOPES, ...asked.filter((scope) => scope !== ORGANIZATION)]);
}

/** What of the requested scopes a session may have again at a refresh (RFC 6749 section 6): the defaults, and what it had. */
export function narrowedScopes(requested: Scopes, held: Scopes): Scopes {
  return new Set([...requested].filter((scope) => held.has(scope)));
}

/** The `scope` of a token and of a token response. */
export function scopeClaim(scopes: Scopes, audience: AudienceScopeDescription): string {
  const named = [...NAMED_IN_TOKEN, ...(audience.includeInTokenScope ? [audience.name] : []), ...NAMED_IN_TOKEN_LAST];
  return named.filter((scope) => scopes.has(scope)).join(' ');
}
