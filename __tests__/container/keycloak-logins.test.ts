import { jest } from '@jest/globals';
import * as z from 'zod';
import { openExisting } from '../../services/identity/existing/open-existing.ts';
import { isAmiss } from '../../services/identity/findings.ts';
import { AdminApi, AdminSession } from '../../services/identity/keycloak/admin-api.ts';
import type { IdentityProvider } from '../../services/identity/provider.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { describeClientLogins } from '../contract/client-login-contract.ts';
import { CLIENTS_BY_TOKEN, clientsByToken } from '../contract/clients-by-token.ts';
import { describeCodeContract } from '../contract/code-contract.ts';
import { describeConsentContract } from '../contract/consent-contract.ts';
import { describeDeviceContract } from '../contract/device-contract.ts';
import { LOGIN_PLAN } from '../contract/login-plan.ts';
import { closeStarted, NEVER, START_MS, startTestKeycloak } from './engine-lab.ts';
import { PASSWORD } from './realm-by-hand.ts';

jest.setTimeout(START_MS);

const user = { username: 'alan', password: new Secret(PASSWORD), generated: false };
const foundSchema = z.array(z.looseObject({ id: z.string(), redirectUris: z.array(z.string()).optional() }));
let baseUrl: string;
let api: AdminApi;
let provider: IdentityProvider;

beforeAll(async () => {
  const keycloak = await startTestKeycloak();
  baseUrl = keycloak.baseUrl;
  api = new AdminApi(new AdminSession(baseUrl, keycloak.admin), NEVER);
  provider = await openExisting({ plan: LOGIN_PLAN, baseUrl, admin: keycloak.admin, user }, NEVER);
  await setUp();
});
afterAll(closeStarted);

const setUp = () => provider.setUp(NEVER, { onProgress: () => {}, onFindings: () => {} });

async function amiss(): Promise<unknown[]> {
  const { findings } = await provider.inspect(NEVER);
  return findings.filter(isAmiss).map(({ id, saw, byHand }) => [id, saw, byHand]);
}

async function client(clientId: string) {
  const [found] = (await api.get(`/realms/logins/clients?${new URLSearchParams({ clientId })}`, foundSchema)) ?? [];
  if (!found) throw new Error(`There is no client ${clientId}.`);
  return found;
}

test('a realm for logins in a browser is set up from nothing, and nothing is to do a second time', async () => {
  expect(await amiss()).toEqual([]);
  const { findings } = await provider.inspect(NEVER);
  const saw = Object.fromEntries(findings.map((finding) => [finding.id, finding.saw]));
  expect(saw).toMatchObject({
    'cli-client': 'public, standard flow, PKCE S256, full scope off',
    'asks-client': 'public, standard flow and direct access grants, consent, full scope off',
    'device-client': 'public, device grant, full scope off',
  });
});

const target = () => ({ baseUrl, username: user.username, password: PASSWORD });
describeCodeContract('Keycloak in a container', target);
describeConsentContract('Keycloak in a container', target);
describeDeviceContract('Keycloak in a container', target);
describeClientLogins('Keycloak in a container', target);

test('a look by token sees what each client does not do', async () => {
  expect(await clientsByToken(provider.issuer, user.username, PASSWORD)).toEqual(CLIENTS_BY_TOKEN);
});

const settings = (clientId: string) => `Clients › ${clientId} › Settings`;
test.each([
  [
    'a login without PKCE',
    'mcp-cli',
    { attributes: { 'pkce.code.challenge.method': '' } },
    [
      'cli-client',
      'PKCE is not required',
      `${settings('mcp-cli')} › Capability config › Require PKCE: On, PKCE Method: S256 › Save`,
    ],
  ],
  [
    'another method',
    'mcp-cli',
    { attributes: { 'pkce.code.challenge.method': 'plain' } },
    [
      'cli-client',
      'PKCE is required, by plain',
      `${settings('mcp-cli')} › Capability config › Require PKCE: On, PKCE Method: S256 › Save`,
    ],
  ],
  [
    'a device that would need PKCE',
    'mcp-device',
    { attributes: { 'pkce.code.challenge.method': 'S256' } },
    [
      'device-client',
      'PKCE is required, by S256',
      `${settings('mcp-device')} › Capability config › Require PKCE: Off › Save`,
    ],
  ],
  [
    'no redirect URI',
    'mcp-cli',
    { redirectUris: ['http://localhost/own'] },
    [
      'cli-client',
      'no redirect URI http://127.0.0.1/callback',
      `${settings('mcp-cli')} › Access settings › Valid redirect URIs: http://127.0.0.1/callback › Save`,
    ],
  ],
  [
    'no consent',
    'asks',
    { consentRequired: false },
    ['asks-client', 'consent required is Off', `${settings('asks')} › Login settings › Consent required: On › Save`],
  ],
])('%s is named, and repaired', async (_, clientId, change, finding) => {
  const found = await client(clientId);
  await api.put(`/realms/logins/clients/${found.id}`, { ...found, ...change });
  expect(await amiss()).toEqual([finding]);
  await setUp();
  expect(await amiss()).toEqual([]);
});

test('a redirect URI that is not the lesson’s stays', async () => {
  expect((await client('mcp-cli')).redirectUris?.toSorted()).toEqual([
    'http://127.0.0.1/callback',
    'http://localhost/own',
  ]);
});
