import type { ClientPlan, Flow } from '../realm-plan.ts';
import type { SetUpWords } from '../set-up-words.ts';

/** The grants of the flows, by their names in OAuth 2.0 (RFC 6749, RFC 8628). */
const GRANTS: Readonly<Record<Flow, string>> = {
  code: 'authorization_code',
  password: 'password',
  device: 'device_code',
  'client-credentials': 'client_credentials',
};

/** What has to be made in an identity provider of whatever make, by the names that the standards have for it. */
export const WORDS: SetUpWords = {
  realmTitle: () => 'Identity provider',
  scopeTitle: (name) => `Scope ${name}`,
  mapperTitle: (scope, audience) => `Audience ${audience} of ${scope}`,
  oneIssuer: 'Use one address everywhere: the one that discovery names.',
  requireSsl: 'Let it answer plain http on loopback, or use its https address.',
  createRealm: () => 'Name the address whose /.well-known/openid-configuration answers.',
  addUser: (username) => `Add a user ${username}, or name another in USER_NAME.`,
  names: (username) => `See what the provider still wants of ${username} before a login.`,
  password: (username) => `Set USER_PASSWORD to the password of ${username}.`,
  createClient: (client) => `Register the ${client.access} client ${client.id} with ${grantsOf(client)}.`,
  createScope: ({ name }) => `Add a scope ${name}.`,
  addMapper: (scope, audience) => `Let the scope ${scope} put ${audience} into the aud of access tokens.`,
  addScope: (client, scope, assigned) =>
    assigned === 'Default'
      ? `Give every token of ${client} the scope ${scope}.`
      : `Let ${client} ask for the scope ${scope}.`,
};

function grantsOf({ flows }: ClientPlan): string {
  if (flows.length === 0) return 'no grants: it only stands for the audience';
  return `the grants ${flows.map((flow) => GRANTS[flow]).join(', ')}`;
}
