import { CLICKS } from '../clicks.ts';
import type { Difference } from '../findings.ts';
import { DPOP } from '../read-refusal.ts';
import { isSymmetric, LIGHTWEIGHT, symmetric } from '../read-token.ts';
import type { ClientDescription } from '../realm.ts';
import type { ClientRepresentation, RealmRepresentation } from './representations.ts';

type Switch =
  | 'enabled'
  | 'publicClient'
  | 'standardFlowEnabled'
  | 'implicitFlowEnabled'
  | 'directAccessGrantsEnabled'
  | 'fullScopeAllowed'
  | 'consentRequired';
type Change = Partial<Record<Switch, boolean>> & { readonly attributes?: Readonly<Record<string, string>> };

const SIGNATURE = 'access.token.signed.response.alg';

/** A setting of a client that differs from what the lesson needs. */
export interface ClientDifference extends Difference {
  /** What repairs it; all else stays as it is. */
  readonly change: Change;
  /** Whether no login succeeds while it is so. */
  readonly refusesLogins: boolean;
}

/** The settings that a client of the lesson has to have; others are its owner's business. */
export function wantedSettings(client: ClientDescription): Readonly<Record<Switch, boolean>> {
  const { publicClient, standardFlowEnabled, directAccessGrantsEnabled, fullScopeAllowed } = client;
  const settings = { enabled: true, publicClient, standardFlowEnabled, directAccessGrantsEnabled, fullScopeAllowed };
  return { ...settings, implicitFlowEnabled: false, consentRequired: false };
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
  standardFlowEnabled: { name: 'standard flow', click: inCapabilities('Standard flow') },
  implicitFlowEnabled: { name: 'implicit flow', click: inCapabilities('Implicit flow') },
  directAccessGrantsEnabled: {
    name: 'direct access grants',
    click: inCapabilities('Direct access grants'),
    refusesLogins: true,
  },
  fullScopeAllowed: { name: 'full scope allowed', click: (client) => CLICKS.fullScope(client) },
  consentRequired: { name: 'consent required', click: () => CLICKS.consent, refusesLogins: true },
};

/** What of a client is not as the lesson needs it. Pure. */
export function clientDifferences(
  client: ClientRepresentation,
  description: ClientDescription,
  realm: RealmRepresentation,
): ClientDifference[] {
  const wanted = wantedSettings(description);
  const logsIn = description.directAccessGrantsEnabled;
  const switches = (Object.keys(SWITCHES) as (keyof typeof SWITCHES)[])
    .filter((key) => client[key] !== wanted[key] && (key !== 'consentRequired' || logsIn))
    .map((key): ClientDifference => {
      const { name, click, refusesLogins = false } = SWITCHES[key];
      return {
        saw: `${name} is ${onOff(client[key])}`,
        click: click(client.clientId, wanted[key]),
        change: { [key]: wanted[key] },
        refusesLogins,
      };
    });
  return [
    ...(client.publicClient === wanted.publicClient ? [] : [clientAuthentication(client)]),
    ...switches,
    ...(logsIn ? tokenDifferences(client, realm) : []),
  ];
}

function clientAuthentication({ clientId }: ClientRepresentation): ClientDifference {
  return {
    saw: 'client authentication is On (switching it off discards the client secret)',
    click: CLICKS.capability(clientId, 'Client authentication: Off'),
    change: { publicClient: true },
    refusesLogins: true,
  };
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
      click: CLICKS.lightweight,
      change: { attributes: { 'client.use.lightweight.access.token.enabled': 'false' } },
      refusesLogins: false,
    });
  }
  const alg = attributes[SIGNATURE] || realm.defaultSignatureAlgorithm;
  if (typeof alg === 'string' && isSymmetric(alg)) {
    const change = { attributes: { [SIGNATURE]: 'RS256' } };
    found.push({ saw: symmetric(alg), click: CLICKS.signature, change, refusesLogins: false });
  }
  return found;
}

/** The client with the differences repaired. */
export function repairedClient(client: ClientRepresentation, differences: readonly ClientDifference[]): object {
  const attributes = Object.assign({}, client.attributes, ...differences.map(({ change }) => change.attributes));
  return { ...Object.assign({}, client, ...differences.map(({ change }) => change)), attributes };
}

function onOff(value: boolean): string {
  return value ? 'On' : 'Off';
}
