import { FINDING_IDS, type Finding, type FindingId, type FindingState } from './provider.ts';
import { REALM } from './realm.ts';

const { realm, clients, audienceScope } = REALM;
const stack = clients.stack.clientId;
const tool = clients.tool.clientId;
const scope = audienceScope.name;

interface FindingText {
  readonly title: string;
  /** What repairs it when it is missing; a mistake of its own has a click of its own. */
  readonly byHand: string;
}

/** Clicks in the admin console of Keycloak 26, in the realm of the lesson. */
export const CLICKS = {
  createRealm: `Manage realms › Create realm › Realm name: ${realm} (case-sensitive) › Create`,
  enableRealm: 'Realm settings › Enabled: On',
  requireSsl: `Realm settings › General › Require SSL: None › Save`,
  addUser: (username: string) => `Users › Add user › Username: ${username} › Create`,
  enableUser: (username: string) => `Users › ${username} › Enabled: On`,
  names: (username: string) => `Users › ${username} › Details: First name, Last name and Email › Save`,
  requiredActions: (username: string) => `Users › ${username} › Details › Required user actions: remove all › Save`,
  setPassword: (username: string) => `Users › ${username} › Credentials › Set password › Temporary: Off › Save`,
  createTool: `Clients › Create client › Client ID: ${tool} › Client authentication: Off, no authentication flow › Save`,
  createStack: `Clients › Create client › Client ID: ${stack} › Client authentication: Off, Standard flow and Direct access grants: On › Save`,
  capability: (client: string, setting: string) =>
    `Clients › ${client} › Settings › Capability config › ${setting} › Save`,
  enableClient: (client: string) => `Clients › ${client} › Enabled: On`,
  fullScope: (client: string) =>
    `Clients › ${client} › Client scopes › ${client}-dedicated › Scope › Full scope allowed: Off`,
  createScope: `Client scopes › Create client scope › Name: ${scope}, Type: Optional, Protocol: OpenID Connect › Save`,
  addMapper: `Client scopes › ${scope} › Mappers › Configure a new mapper › Audience › Name: ${scope}, Included Client Audience: ${tool} › Save`,
  openMapper: `Client scopes › ${scope} › Mappers › ${scope} › Included Client Audience: ${tool}, Add to access token: On › Save`,
  addScope: `Clients › ${stack} › Client scopes › Add client scope › ${scope} › Add › Optional`,
  scopeOptional: `Clients › ${stack} › Client scopes › ${scope} › Assigned type: Optional`,
} as const;

/** Every finding's words for the lesson of this user. */
function texts(username: string): Readonly<Record<FindingId, FindingText>> {
  return {
    clock: {
      title: 'Clocks agree',
      byHand: "Set this machine's clock by its time service; after sleep, restart the virtual machine.",
    },
    issuer: {
      title: 'One issuer',
      byHand: 'Use one address everywhere: the one that discovery names (KC_HOSTNAME fixes it).',
    },
    realm: { title: `Realm ${realm}`, byHand: CLICKS.createRealm },
    ssl: { title: 'Plain http allowed', byHand: CLICKS.requireSsl },
    user: { title: `User ${username}`, byHand: CLICKS.addUser(username) },
    'user-profile': { title: 'User is fully set up', byHand: CLICKS.names(username) },
    password: { title: 'Password is not temporary', byHand: CLICKS.setPassword(username) },
    'tool-client': { title: `Client ${tool}`, byHand: CLICKS.createTool },
    'audience-scope': { title: `Client scope ${scope}`, byHand: CLICKS.createScope },
    'audience-mapper': { title: `Audience mapper to ${tool}`, byHand: CLICKS.addMapper },
    'stack-client': { title: `Client ${stack}`, byHand: CLICKS.createStack },
    'optional-scope': { title: `${scope} is optional on ${stack}`, byHand: CLICKS.addScope },
  };
}

/** Collects what was seen; what nobody looked at is `unknown`. */
export class FindingList {
  readonly #texts: Readonly<Record<FindingId, FindingText>>;
  readonly #found = new Map<FindingId, Finding>();
  readonly #repairable: boolean;

  /** `repairable`: whether whoever looks could also repair. */
  constructor(username: string, repairable: boolean) {
    this.#texts = texts(username);
    this.#repairable = repairable;
  }

  /** Notes one finding; `byHand` where another click than the usual one repairs it. */
  note(id: FindingId, state: FindingState, saw: string, byHand?: string): void {
    const text = this.#texts[id];
    const repairable = this.#repairable && id !== 'clock' && id !== 'issuer';
    this.#found.set(id, { id, title: text.title, state, saw, byHand: byHand ?? text.byHand, repairable });
  }

  present(id: FindingId, saw: string): void {
    this.note(id, 'present', saw);
  }

  /** All findings in the order of the tutorial; `unseen` says why the others could not be looked at. */
  all(unseen: string): Finding[] {
    for (const id of FINDING_IDS) if (!this.#found.has(id)) this.note(id, 'unknown', unseen);
    return FINDING_IDS.flatMap((id) => this.#found.get(id) ?? []);
  }
}
