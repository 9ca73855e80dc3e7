import { jest } from '@jest/globals';
import * as z from 'zod';
import type { ClientSecrets } from '../../services/identity/client-secrets.ts';
import type { KeycloakContainer } from '../../services/identity/container/keycloak-container.ts';
import { openExisting } from '../../services/identity/existing/open-existing.ts';
import { isAmiss } from '../../services/identity/findings.ts';
import { inspectByToken } from '../../services/identity/inspect-by-token.ts';
import { AdminApi, AdminSession } from '../../services/identity/keycloak/admin-api.ts';
import { KEYCLOAK } from '../../services/identity/keycloak/dialect.ts';
import type { IdentityProvider } from '../../services/identity/provider.ts';
import { leftovers } from '../../services/machine/leftovers.ts';
import type { Finding } from '../../src/evidence/finding.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { describeRealmAdmin } from '../contract/admin-contract.ts';
import { describeConfidentialContract } from '../contract/confidential-contract.ts';
import { CONFIDENTIAL_PLAN } from '../contract/confidential-plan.ts';
import { describeExchange } from '../contract/exchange-contract.ts';
import { describeIntrospection } from '../contract/introspection-contract.ts';
import { closeStarted, NEVER, START_MS, startTestKeycloak } from './engine-lab.ts';
import { PASSWORD } from './realm-by-hand.ts';

jest.setTimeout(START_MS);

const user = { username: 'alan', password: new Secret(PASSWORD), generated: false };
const foundSchema = z.array(z.looseObject({ id: z.string() }));
let keycloak: KeycloakContainer;
let api: AdminApi;
let provider: IdentityProvider;
let secrets: ClientSecrets = {};

beforeAll(async () => {
  keycloak = await startTestKeycloak();
  const { baseUrl, admin } = keycloak;
  api = new AdminApi(new AdminSession(baseUrl, admin), NEVER);
  provider = await openExisting({ plan: CONFIDENTIAL_PLAN, baseUrl, admin, user }, NEVER);
  await setUp();
  secrets = await readSecrets();
});
afterAll(closeStarted);

async function setUp(): Promise<readonly Finding[]> {
  const { findings = [] } = (await provider.setUp(NEVER, { onProgress: () => {}, onFindings: () => {} })) ?? {};
  return findings;
}

async function readSecrets(): Promise<ClientSecrets> {
  const ids = ['mcp-server', 'help:desk'];
  const read = await Promise.all(ids.map(async (id) => [id, await provider.secretOf(id, NEVER)]));
  return Object.fromEntries(read);
}

function byToken(known: ClientSecrets) {
  const { issuer } = provider;
  return inspectByToken({ plan: CONFIDENTIAL_PLAN, dialect: KEYCLOAK, issuer, user, secrets: known, signal: NEVER });
}

async function change(clientId: string, what: object): Promise<void> {
  const path = '/realms/confidential/clients';
  const [found] = (await api.get(`${path}?${new URLSearchParams({ clientId })}`, foundSchema)) ?? [];
  await api.put(`${path}/${found?.id}`, { ...found, ...what });
}

const amissIn = (findings: readonly Finding[]) =>
  findings.filter(isAmiss).map(({ id, saw, byHand }) => [id, saw, byHand]);

test('a realm with clients that have secrets is set up from nothing, and nothing is to do a second time', async () => {
  const { findings } = await provider.inspect(NEVER);
  expect(findings.filter(({ state }) => state !== 'present')).toEqual([]);
  expect(findings.find(({ id }) => id === 'mcp-client')?.saw).toBe(
    'confidential, service account, token exchange, full scope off',
  );
  expect(Object.values(secrets).map((secret) => secret?.reveal().length)).not.toContain(undefined);
  expect(await provider.secretOf('llama-stack', NEVER)).toBeUndefined();
});

test('by a token: with the secret what the client gets, without it that one is wanted', async () => {
  const known = (await byToken(secrets)).findings;
  expect(amissIn(known)).toEqual([]);
  expect(known.find(({ id }) => id === 'mcp-client')?.saw).toBe('gets tokens for itself');
  const unknown = (await byToken({})).findings;
  expect(unknown.find(({ id }) => id === 'mcp-client')?.saw).toBe('it is there, and asks for its secret');
});

const target = () => ({ baseUrl: keycloak.baseUrl, secrets, username: user.username, password: PASSWORD });
describeConfidentialContract('Keycloak in a container', target);
describeIntrospection('Keycloak in a container', target);
describeExchange('Keycloak in a container', target);
describeRealmAdmin('Keycloak in a container', () => ({ ...target(), admin: acting() }));

function acting() {
  const { admin } = provider;
  if (!admin) throw new Error('an admin was given');
  return admin;
}

test('what was changed is put back in the end; until then it is said to be left behind', async () => {
  const stateOf = async () => [
    (await api.get('/realms/confidential/users?username=alan', z.array(z.looseObject({ enabled: z.boolean() }))))?.[0]
      ?.enabled,
    (await api.get('/realms/confidential', z.looseObject({ notBefore: z.number() })))?.notBefore,
  ];
  await api.put('/realms/confidential', { realm: 'confidential', notBefore: 7 });
  await acting().setUserEnabled(false, NEVER);
  await acting().setNotBefore(1000, NEVER);
  await acting().setNotBefore(2000, NEVER);
  expect(await stateOf()).toEqual([false, 2000]);
  const leftInRealm = () => leftovers().flatMap(({ what }) => (what.includes('the realm') ? [what] : []));
  expect(leftInRealm()).toEqual([
    'the user alan of the realm confidential, disabled',
    'the not-before time of the realm confidential, which makes older tokens stale',
  ]);
  await provider.close();
  expect([await stateOf(), leftInRealm()]).toEqual([[true, 7], []]);
  await api.put('/realms/confidential', { realm: 'confidential', notBefore: 0 });
});

test.each([
  [
    'no service account',
    { serviceAccountsEnabled: false },
    'service account is Off',
    'Service account roles: On',
    'it gets no token: Client not enabled to retrieve service account',
  ],
  [
    'no secret',
    { publicClient: true },
    'client authentication is Off: it has no secret, and anybody may speak in its name',
    'Client authentication: On',
    'it gets no token: Public client not allowed to retrieve service account',
  ],
  [
    'consent, which an exchange has nobody to ask for',
    { consentRequired: true },
    'consent required is On',
    'Clients › mcp-server › Settings › Login settings › Consent required: Off',
    undefined,
  ],
  [
    'no exchange',
    { attributes: { 'standard.token.exchange.enabled': 'false' } },
    'token exchange is Off',
    'Standard Token Exchange: On',
    undefined,
  ],
])('%s is named, to an admin and by a token, and repaired', async (_, what, saw, click, shown) => {
  const known = await readSecrets();
  await change('mcp-server', what);
  const byHand = expect.stringContaining(
    click.startsWith('Clients') ? click : `Clients › mcp-server › Settings › Capability config › ${click}`,
  );
  expect(amissIn((await provider.inspect(NEVER)).findings)).toEqual([['mcp-client', saw, byHand]]);
  const told = amissIn((await byToken(known)).findings);
  expect(told).toEqual(shown ? [['mcp-client', shown, expect.stringMatching(/mcp-server/)]] : []);
  expect(amissIn(await setUp())).toEqual([]);
  expect(amissIn((await byToken(await readSecrets())).findings)).toEqual([]);
});

test('tokens that live too long are named to an admin, and given their time', async () => {
  await change('short-lived', { attributes: { 'access.token.lifespan': '' } });
  const saw = 'its access tokens live as long as the realm says, not 2 s';
  const byHand =
    'Clients › short-lived › Advanced › Advanced settings › Access Token Lifespan: Expires in 2 Seconds › Save';
  expect(amissIn((await provider.inspect(NEVER)).findings)).toEqual([['brief-client', saw, byHand]]);
  expect(amissIn(await setUp())).toEqual([]);
});

test('a client that is missing is made, with another secret', async () => {
  const before = (await readSecrets())['mcp-server'];
  const path = '/realms/confidential/clients';
  const [found] = (await api.get(`${path}?clientId=mcp-server`, foundSchema)) ?? [];
  await api.delete(`${path}/${found?.id}`);
  const create =
    /Client ID: mcp-server › Client authentication: On, Service account roles, Standard Token Exchange: On/;
  const [client, ...assignments] = amissIn((await provider.inspect(NEVER)).findings);
  expect(client).toEqual(['mcp-client', 'there is none', expect.stringMatching(create)]);
  expect(assignments.map(([id]) => id)).toEqual(['audience-on-mcp', 'mcp-on-mcp']);
  expect(amissIn(await setUp())).toEqual([]);
  expect((await readSecrets())['mcp-server']?.reveal()).not.toBe(before?.reveal());
});
