import { scopeOf, scopesOf, speaksForItself } from '../plan-lookup.ts';
import type { ClientPlan, RealmPlan } from '../realm-plan.ts';
import { invalidScopes } from './keycloak-error.ts';

/** Keycloak gives every client of a new realm these by default: always granted, whether asked for or not. */
const DEFAULT_SCOPES = ['acr', 'profile', 'roles', 'basic', 'web-origins', 'email'];
/** … and this one to those that may speak for themselves. */
const SERVICE_ACCOUNT = 'service_account';
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
export function supportedScopes({ scopes }: RealmPlan): string[] {
  return ['openid', ...DEFAULT_SCOPES, ...OPTIONAL_SCOPES, ...Object.values(scopes).map(({ name }) => name)];
}

/**
 * The scopes that a `scope` parameter asks for, Keycloak's defaults among them. Throws `Invalid scopes: …` where one of them is not attached to
 * the client, the parameter is empty, or two spaces follow each other; spaces at its end count for nothing, as Java splits.
 */
export function requestedScopes(parameter: string | null, client: ClientPlan, plan: RealmPlan): Scopes {
  const names = parameter === '' ? parameter : parameter?.replace(/ +$/, '') || undefined;
  const asked = names?.split(' ') ?? [];
  const own = scopesOf(client).map(({ key, assigned }) => ({ name: scopeOf(plan, key).name, assigned }));
  const always = [
    ...DEFAULT_SCOPES,
    ...(speaksForItself(client) ? [SERVICE_ACCOUNT] : []),
    ...own.filter(({ assigned }) => assigned === 'Default').map(({ name }) => name),
  ];
  const attached = new Set(['openid', ...always, ...OPTIONAL_SCOPES, ...own.map(({ name }) => name)]);
  if (!asked.every((scope) => attached.has(scope))) throw invalidScopes(parameter ?? '');
  return new Set([...always, ...asked.filter((scope) => scope !== ORGANIZATION)]);
}

/** The same for a device: what it may not have is left out instead. */
export function grantableScopes(parameter: string | undefined, client: ClientPlan, plan: RealmPlan): Scopes {
  const isGrantable = (scope: string) => {
    try {
      return requestedScopes(scope, client, plan).size > 0;
    } catch {
      return false;
    }
  };
  const asked = (parameter ?? '').split(' ').filter((scope) => scope !== '' && isGrantable(scope));
  return requestedScopes(asked.join(' ') || null, client, plan);
}

/** What of the requested scopes a session may have again at a refresh (RFC 6749 section 6): the defaults, and what it had. */
export function narrowedScopes(requested: Scopes, held: Scopes): Scopes {
  return new Set([...requested].filter((scope) => held.has(scope)));
}

/** The `scope` of a token and of a token response. */
export function scopeClaim(scopes: Scopes, plan: RealmPlan): string {
  const planned = Object.values(plan.scopes).filter(({ inTokenScope }) => inTokenScope);
  const named = [...NAMED_IN_TOKEN, ...planned.map(({ name }) => name), ...NAMED_IN_TOKEN_LAST];
  return named.filter((scope) => scopes.has(scope)).join(' ');
}
