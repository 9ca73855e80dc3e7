import { audiencesOf, mapperName, scopeOf } from '../plan-lookup.ts';
import type { ClientPlan, RealmPlan, ScopePlan } from '../realm-plan.ts';
import type { MapperImport, ScopeImport } from './built-in-scopes.ts';
import { wantedAttributes, wantedSettings } from './client-settings.ts';

/** What of a plan is new to a Keycloak, in its own form: the same for the Admin API and for an import. */

const PROTOCOL = 'openid-connect';

/** A realm, without what is in it. */
export function newRealm({ realm, accessTokenLifespan, ssoSessionIdleTimeout }: RealmPlan) {
  return { realm, enabled: true, sslRequired: 'none', accessTokenLifespan, ssoSessionIdleTimeout };
}

/** A client, without its scopes. */
export function newClient(client: ClientPlan) {
  const { id: clientId, redirectUris = [], webOrigins = [] } = client;
  const urls = { redirectUris, webOrigins };
  return {
    ...{ clientId, protocol: PROTOCOL, ...urls },
    ...wantedSettings(client),
    attributes: wantedAttributes(client),
  };
}

/** A client scope with its mappers, by its key in the plan. Throws where the plan has none. */
export function newScope(plan: RealmPlan, key: string): ScopeImport {
  const wanted = scopeOf(plan, key);
  const attributes = { 'include.in.token.scope': String(wanted.inTokenScope), 'display.on.consent.screen': 'true' };
  const protocolMappers = wanted.mappers.map((_, at) => audienceMapper(plan, wanted, at));
  return { name: wanted.name, protocol: PROTOCOL, attributes, protocolMappers };
}

/** One of a scope's mappers, by its place in the plan. */
export function audienceMapper(plan: RealmPlan, scope: ScopePlan, at: number): MapperImport {
  const audience = audiencesOf(plan, scope)[at] ?? '';
  return {
    name: mapperName(scope.name, audience, at),
    protocol: PROTOCOL,
    protocolMapper: 'oidc-audience-mapper',
    config: {
      'included.client.audience': audience,
      'access.token.claim': 'true',
      'id.token.claim': 'false',
      'introspection.token.claim': 'true',
      'userinfo.token.claim': 'false',
    },
  };
}
