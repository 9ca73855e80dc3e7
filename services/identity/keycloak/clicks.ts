import { exchangesTokens, needsItsRedirects } from '../plan-lookup.ts';
import type { ClientPlan, ScopePlan } from '../realm-plan.ts';
import type { SetUpWords } from '../set-up-words.ts';
import { EXCHANGE, flowsInWords, PKCE } from './flows.ts';

/** Clicks in the admin console of Keycloak 26.7, by the labels that it shows in English. */
export const CLICKS = {
  createRealm: (name: string) => `Manage realms › Create realm › Realm name: ${name} (case-sensitive) › Create`,
  enableRealm: 'Realm settings › Enabled: On',
  realmTitle: (name: string) => `Realm ${name}`,
  scopeTitle: (name: string) => `Client scope ${name}`,
  mapperTitle: (scope: string, audience: string) => `Mapper of ${scope} to ${audience}`,
  oneIssuer:
    'Use one address everywhere: the one that discovery names (KC_HOSTNAME, or Realm settings › General › Frontend URL, fixes it).',
  requireSsl: 'Realm settings › General › Require SSL: None › Save',
  frontendUrl: 'Realm settings › General › Frontend URL: empty › Save',
  clearNotBefore: 'Sessions › Action › Revocation › Clear',
  emailAsUsername: 'Realm settings › Login › Email as username: Off',
  passwordPolicy: 'Authentication › Policies › Password policy',
  addUser: (username: string) => `Users › Add user › Username: ${username} › Create`,
  enableUser: (username: string) => `Users › ${username} › Enabled: On`,
  unlockUser: (username: string) => `Users › ${username} › Details › Temporarily locked: Off`,
  anotherEmail: (username: string) => `Users › ${username} › Details › Email: another one › Save`,
  names: (username: string) => `Users › ${username} › Details: First name, Last name and Email › Save`,
  attributes: (username: string, names: readonly string[]) =>
    `Users › ${username} › Details: ${names.join(', ')} › Save`,
  emailVerified: (username: string) => `Users › ${username} › Details › Email verified: On › Save`,
  requiredActions: (username: string) => `Users › ${username} › Details › Required user actions: remove all › Save`,
  removeOtp: (username: string) => `Users › ${username} › Credentials › Otp › ⋮ › Delete`,
  /** The button is called differently where no password is set yet. */
  password: (username: string, set: boolean) =>
    `Users › ${username} › Credentials › ${set ? 'Reset' : 'Set'} password › Temporary: Off › Save`,
  createClient: (client: ClientPlan) =>
    `Clients › Create client › Client ID: ${client.id} › Client authentication: ${client.access === 'public' ? 'Off' : 'On'}, ${flowsOn(client)}${addressesOf(client)} › Save${client.consent ? `, then ${consent(client.id, 'On')}` : ''}`,
  capability: (client: string, setting: string) =>
    `Clients › ${client} › Settings › Capability config › ${setting} › Save`,
  enableClient: (client: string) => `Clients › ${client} › Enabled: On`,
  fullScope: (client: string) =>
    `Clients › ${client} › Client scopes › ${client}-dedicated › Scope › Full scope allowed: Off`,
  consent,
  redirectUris: (client: string, uris: readonly string[]) =>
    `Clients › ${client} › Settings › Access settings › Valid redirect URIs: ${uris.join(', ')} › Save`,
  lightweight: (client: string) =>
    `Clients › ${client} › Advanced › Advanced settings › Always use lightweight access token: Off › Save`,
  lifespan: (client: string, seconds: number) =>
    `Clients › ${client} › Advanced › Advanced settings › Access Token Lifespan: Expires in ${seconds} Seconds › Save`,
  signature: (client: string) =>
    `Clients › ${client} › Advanced › Fine grain OpenID Connect configuration › Access token signature algorithm: RS256 › Save`,
  subjectScope: (client: string, name: string) =>
    `Clients › ${client} › Client scopes › Add client scope › ${name} › Add › Default`,
  dedicatedMapper: (client: string, name: string) =>
    `Clients › ${client} › Client scopes › ${client}-dedicated › Mappers › ${name} › ⋮ › Delete`,
  createScope: ({ name }: ScopePlan) =>
    `Client scopes › Create client scope › Name: ${name}, Type: Optional, Protocol: OpenID Connect › Save`,
  remakeScope: (name: string) =>
    `Client scopes › ${name} › Action › Delete, then Create client scope › Name: ${name}, Type: Optional, Protocol: OpenID Connect › Save`,
  /** The button is called differently where the list of mappers is empty. */
  addMapper: (scope: string, audience: string, name: string, first: boolean) =>
    `Client scopes › ${scope} › Mappers › ${first ? 'Configure a new mapper' : 'Add mapper › By configuration'} › Audience › ` +
    `Name: ${name}, Included Client Audience: ${audience} › Save`,
  mapperToAccessToken: (scope: string, name: string) =>
    `Client scopes › ${scope} › Mappers › ${name} › Add to access token: On › Save`,
  addScope: (client: string, scope: string, assigned: string) =>
    `Clients › ${client} › Client scopes › Add client scope › ${scope} › Add › ${assigned}`,
  assignedType: (client: string, scope: string, assigned: string) =>
    `Clients › ${client} › Client scopes › ${scope} › Assigned type: ${assigned}`,
} as const satisfies SetUpWords & Readonly<Record<string, unknown>>;

function consent(client: string, wanted: 'On' | 'Off'): string {
  return `Clients › ${client} › Settings › Login settings › Consent required: ${wanted} › Save`;
}

/** The switches of a new client's capability config that have to be on. */
function flowsOn(client: ClientPlan): string {
  const on = [flowsInWords(client.flows, 'label'), exchangesTokens(client) ? EXCHANGE.label : undefined].filter(
    Boolean,
  );
  const flows = on.length === 0 ? 'no authentication flow' : `${on.join(', ')}: On`;
  return client.pkce === undefined ? flows : `${flows}, ${PKCE.label}: On, PKCE Method: ${client.pkce}`;
}

/** What the form's next page has to be filled in with. */
function addressesOf(client: ClientPlan): string {
  return needsItsRedirects(client) ? ` › Valid redirect URIs: ${client.redirectUris?.join(', ')}` : '';
}
