import { exchangesTokens, getsTokens, logsIn, speaksForItself } from '../plan-lookup.ts';
import type { ClientPlan } from '../realm-plan.ts';
import { CLICKS } from './clicks.ts';
import type { ClientDifference, Switch } from './client-difference.ts';
import { PKCE_METHOD, pkceDifference, redirectDifference } from './code-settings.ts';
import { EXCHANGE, FLOWS } from './flows.ts';
import { lifespanAttribute, lifespanDifference } from './lifespan-setting.ts';
import { DPOP } from './read-refusal.ts';
import { isSymmetric, LIGHTWEIGHT, symmetric } from './read-token.ts';
import type { ClientRepresentation, RealmRepresentation } from './representations.ts';

const SIGNATURE = 'access.token.signed.response.alg';
const DEVICE = 'oauth2.device.authorization.grant.enabled';
const TOKEN_EXCHANGE = 'standard.token.exchange.enabled';
/** What switches on by an attribute, and how the console calls it. */
const BY_ATTRIBUTE: Readonly<Record<string, { readonly words: string; readonly label: string }>> = {
  [DEVICE]: FLOWS.device,
  [TOKEN_EXCHANGE]: EXCHANGE,
};

/** The settings that a client of a plan has to have; others are its owner's business. */
export function wantedSettings(client: ClientPlan): Readonly<Partial<Record<Switch, boolean>>> {
  const { access, flows } = client;
  return {
    enabled: true,
    publicClient: access === 'public',
    standardFlowEnabled: flows.includes('code'),
    directAccessGrantsEnabled: flows.includes('password'),
    // What a public client has of it does nothing.
    ...(access === 'confidential' && { serviceAccountsEnabled: speaksForItself(client) }),
    fullScopeAllowed: false,
    implicitFlowEnabled: false,
    consentRequired: client.consent ?? false,
  };
}

/** Attributes that give a client of a plan what it needs beyond Keycloak's settings. */
export function wantedAttributes(client: ClientPlan): Readonly<Record<string, string>> {
  return {
    ...(client.flows.includes('device') && { [DEVICE]: 'true' }),
    ...(exchangesTokens(client) && { [TOKEN_EXCHANGE]: 'true' }),
    ...(client.pkce && { [PKCE_METHOD]: client.pkce }),
    ...lifespanAttribute(client),
  };
}

interface SwitchText {
  readonly name: string;
  readonly click: (client: string, wanted: boolean) => string;
  readonly refusesLogins?: true;
}

const inCapabilities = (name: string) => (client: string, wanted: boolean) =>
  CLICKS.capability(client, `${name}: ${onOff(wanted)}`);
const SWITCHES: Readonly<Record<Exclude<Switch, 'publicClient'>, SwitchText>> = {
  enabled: { name: 'enabled', click: (client) => CLICKS.enableClient(client), refusesLogins: true },
  standardFlowEnabled: { name: FLOWS.code.words, click: inCapabilities(FLOWS.code.label) },
  implicitFlowEnabled: { name: 'implicit flow', click: inCapabilities('Implicit flow') },
  directAccessGrantsEnabled: {
    name: FLOWS.password.words,
    click: inCapabilities(FLOWS.password.label),
    refusesLogins: true,
  },
  serviceAccountsEnabled: {
    name: FLOWS['client-credentials'].words,
    click: inCapabilities(FLOWS['client-credentials'].label),
  },
  fullScopeAllowed: { name: 'full scope allowed', click: (client) => CLICKS.fullScope(client) },
  consentRequired: {
    name: 'consent required',
    click: (client, wanted) => CLICKS.consent(client, onOff(wanted)),
    refusesLogins: true,
  },
};

/** What of a client is not as the plan needs it. Pure. */
export function clientDifferences(
  client: ClientRepresentation,
  plan: ClientPlan,
  realm: RealmRepresentation,
): ClientDifference[] {
  const wanted = wantedSettings(plan);
  const differs = (key: keyof typeof SWITCHES) =>
    wanted[key] !== undefined && client[key] !== wanted[key] && (key !== 'consentRequired' || consentMatters(plan));
  const switches = (Object.keys(SWITCHES) as (keyof typeof SWITCHES)[]).filter(differs).map((key): ClientDifference => {
    const { name, click, refusesLogins = false } = SWITCHES[key];
    const on = wanted[key] ?? false;
    return {
      saw: `${name} is ${onOff(client[key])}`,
      click: click(client.clientId, on),
      change: { [key]: on },
      refusesLogins,
    };
  });
  return [
    ...(client.publicClient === wanted.publicClient ? [] : [clientAuthentication(client)]),
    ...switches,
    ...attributeDifferences(client, plan),
    ...pkceDifference(client, plan),
    ...redirectDifference(client, plan),
    ...lifespanDifference(client, plan),
    ...(getsTokens(plan) ? tokenDifferences(client, realm) : []),
  ];
}

/** Whether it matters if a client asks its users first: where it logs them in, and where it exchanges, which has nobody to ask. */
function consentMatters(plan: ClientPlan): boolean {
  return logsIn(plan) || exchangesTokens(plan);
}

function clientAuthentication({ clientId, publicClient }: ClientRepresentation): ClientDifference {
  return {
    saw: publicClient
      ? 'client authentication is Off: it has no secret, and anybody may speak in its name'
      : 'client authentication is On (switching it off discards the client secret)',
    click: CLICKS.capability(clientId, `Client authentication: ${onOff(publicClient)}`),
    change: { publicClient: !publicClient },
    refusesLogins: true,
  };
}

function attributeDifferences({ clientId, attributes }: ClientRepresentation, plan: ClientPlan): ClientDifference[] {
  return Object.entries(wantedAttributes(plan)).flatMap(([name, value]) => {
    const text = BY_ATTRIBUTE[name];
    if (!text || attributes[name] === value) return [];
    const click = CLICKS.capability(clientId, `${text.label}: On`);
    return [{ saw: `${text.words} is Off`, click, change: { attributes: { [name]: value } }, refusesLogins: false }];
  });
}

/** What of a client makes tokens that the lesson's tool could not use. */
function tokenDifferences(
  { clientId, attributes }: ClientRepresentation,
  realm: RealmRepresentation,
): ClientDifference[] {
  const found: ClientDifference[] = [];
  if (attributes['dpop.bound.access.tokens'] === 'true') {
    found.push({
      saw: DPOP,
      click: CLICKS.capability(clientId, 'Require DPoP bound tokens: Off'),
      change: { attributes: { 'dpop.bound.access.tokens': 'false' } },
      refusesLogins: true,
    });
  }
  if (attributes['client.use.lightweight.access.token.enabled'] === 'true') {
    found.push({
      saw: LIGHTWEIGHT,
      click: CLICKS.lightweight(clientId),
      change: { attributes: { 'client.use.lightweight.access.token.enabled': 'false' } },
      refusesLogins: false,
    });
  }
  const alg = attributes[SIGNATURE] || realm.defaultSignatureAlgorithm;
  if (typeof alg === 'string' && isSymmetric(alg)) {
    const change = { attributes: { [SIGNATURE]: 'RS256' } };
    found.push({ saw: symmetric(alg), click: CLICKS.signature(clientId), change, refusesLogins: false });
  }
  return found;
}

/** The client with the differences repaired. */
export function repairedClient(client: ClientRepresentation, differences: readonly ClientDifference[]): object {
  const attributes = Object.assign({}, client.attributes, ...differences.map(({ change }) => change.attributes));
  return { ...Object.assign({}, client, ...differences.map(({ change }) => change)), attributes };
}

function onOff(value: boolean): 'On' | 'Off' {
  return value ? 'On' : 'Off';
}
