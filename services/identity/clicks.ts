import { REALM } from './realm.ts';

const { clients, audienceScope } = REALM;
const stack = clients.stack.clientId;
const tool = clients.tool.clientId;
const scope = audienceScope.name;

/** Clicks in the admin console of Keycloak 26.7, in the realm of the lesson, by the labels that it shows in English. */
export const CLICKS = {
  createRealm: (name: string) => `Manage realms › Create realm › Realm name: ${name} (case-sensitive) › Create`,
  enableRealm: 'Realm settings › Enabled: On',
  requireSsl: 'Realm settings › General › Require SSL: None › Save',
  frontendUrl: 'Realm settings › General › Frontend URL: empty › Save',
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
  createTool: `Clients › Create client › Client ID: ${tool} › Client authentication: Off, no authentication flow › Save`,
  createStack: `Clients › Create client › Client ID: ${stack} › Client authentication: Off, Standard flow and Direct access grants: On › Save`,
  capability: (client: string, setting: string) =>
    `Clients › ${client} › Settings › Capability config › ${setting} › Save`,
  enableClient: (client: string) => `Clients › ${client} › Enabled: On`,
  fullScope: (client: string) =>
    `Clients › ${client} › Client scopes › ${client}-dedicated › Scope › Full scope allowed: Off`,
  consent: `Clients › ${stack} › Settings › Login settings › Consent required: Off › Save`,
  lightweight: `Clients › ${stack} › Advanced › Advanced settings › Always use lightweight access token: Off › Save`,
  signature: `Clients › ${stack} › Advanced › Fine grain OpenID Connect configuration › Access token signature algorithm: RS256 › Save`,
  subjectScope: (name: string) => `Clients › ${stack} › Client scopes › Add client scope › ${name} › Add › Default`,
  dedicatedMapper: (name: string) =>
    `Clients › ${stack} › Client scopes › ${stack}-dedicated › Mappers › ${name} › ⋮ › Delete`,
  createScope: `Client scopes › Create client scope › Name: ${scope}, Type: Optional, Protocol: OpenID Connect › Save`,
  remakeScope: `Client scopes › ${scope} › Action › Delete, then Create client scope › Name: ${scope}, Type: Optional, Protocol: OpenID Connect › Save`,
  /** The button is called differently where the list of mappers is empty. */
  addMapper: (name: string, first: boolean) =>
    `Client scopes › ${scope} › Mappers › ${first ? 'Configure a new mapper' : 'Add mapper › By configuration'} › Audience › ` +
    `Name: ${name}, Included Client Audience: ${tool} › Save`,
  mapperToAccessToken: (name: string) =>
    `Client scopes › ${scope} › Mappers › ${name} › Add to access token: On › Save`,
  addScope: `Clients › ${stack} › Client scopes › Add client scope › ${scope} › Add › Optional`,
  scopeOptional: `Clients › ${stack} › Client scopes › ${scope} › Assigned type: Optional`,
} as const;
