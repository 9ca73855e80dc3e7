/**
 * The scopes of Keycloak's own that tokens of the lesson show something of. An import that names any scope gets none of these by itself
 * (docs/references/keycloak-26.md#set-up).
 */

/** A scope as Keycloak's import takes it. */
export interface ScopeImport {
  readonly name: string;
  readonly protocol: 'openid-connect';
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers: readonly MapperImport[];
}

/** … and a mapper of one. */
export interface MapperImport {
  readonly name: string;
  readonly protocol: 'openid-connect';
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

const IN_ACCESS = { 'access.token.claim': 'true', 'introspection.token.claim': 'true' };
const IN_BOTH = { ...IN_ACCESS, 'id.token.claim': 'true' };
const EVERYWHERE = { ...IN_BOTH, 'userinfo.token.claim': 'true' };

function mapper(name: string, kind: string, config: MapperImport['config']): MapperImport {
  return { name, protocol: 'openid-connect', protocolMapper: `oidc-${kind}-mapper`, config };
}

/** A claim that is an attribute of the user. */
function ofUser(name: string, claim: string, attribute: string, type = 'String'): MapperImport {
  const config = { 'claim.name': claim, 'user.attribute': attribute, 'jsonType.label': type };
  return mapper(name, 'usermodel-attribute', { ...EVERYWHERE, ...config });
}

function roles(name: string, kind: 'realm' | 'client', claim: string): MapperImport {
  const config = { 'claim.name': claim, 'jsonType.label': 'String', multivalued: 'true', 'user.attribute': 'foo' };
  return mapper(name, `usermodel-${kind}-role`, { ...IN_ACCESS, ...config });
}

/** How a scope stands in a token's `scope`, and on the page that asks the user, where it does. */
function shown(inToken: boolean, consent?: string): ScopeImport['attributes'] {
  return {
    'include.in.token.scope': String(inToken),
    'display.on.consent.screen': String(consent !== undefined),
    // Keycloak's own placeholder for the words of the user's language.
    ...(consent !== undefined && { 'consent.screen.text': `\${${consent}ScopeConsentText}` }),
  };
}

function scope(
  name: string,
  attributes: ScopeImport['attributes'],
  protocolMappers: readonly MapperImport[],
): ScopeImport {
  return { name, protocol: 'openid-connect', attributes, protocolMappers };
}

const AUTH_TIME = { 'user.session.note': 'AUTH_TIME', 'claim.name': 'auth_time', 'jsonType.label': 'long' };
const VERIFIED = { 'claim.name': 'email_verified', 'user.attribute': 'emailVerified', 'jsonType.label': 'boolean' };

/** Those that every client has by default. */
export const DEFAULT_SCOPES: readonly ScopeImport[] = [
  scope('basic', shown(false), [
    mapper('sub', 'sub', IN_ACCESS),
    mapper('auth_time', 'usersessionmodel-note', { ...IN_BOTH, ...AUTH_TIME }),
  ]),
  scope('acr', shown(false), [mapper('acr loa level', 'acr', IN_BOTH)]),
  scope('web-origins', shown(false), [mapper('allowed web origins', 'allowed-origins', IN_ACCESS)]),
  scope('roles', shown(false, 'roles'), [
    roles('realm roles', 'realm', 'realm_access.roles'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Keycloak's own placeholder for the client that a token is of.
    roles('client roles', 'client', 'resource_access.${client_id}.roles'),
    mapper('audience resolve', 'audience-resolve', IN_ACCESS),
  ]),
  scope('profile', shown(true, 'profile'), [
    ofUser('username', 'preferred_username', 'username'),
    mapper('full name', 'full-name', EVERYWHERE),
    ofUser('given name', 'given_name', 'firstName'),
    ofUser('family name', 'family_name', 'lastName'),
  ]),
  scope('email', shown(true, 'email'), [
    ofUser('email', 'email', 'email'),
    mapper('email verified', 'usermodel-property', { ...EVERYWHERE, ...VERIFIED }),
  ]),
];

/** … and those that it gets on request. */
export const OPTIONAL_SCOPES: readonly ScopeImport[] = [
  scope('offline_access', { 'display.on.consent.screen': 'true' }, []),
];
