import { jest } from '@jest/globals';
import { openExisting } from '../../services/identity/existing/open-existing.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { describeApplications } from '../clients/applications-contract.ts';
import { describeMcpClients } from '../contract/mcp-clients-contract.ts';
import type { McpClientsTarget } from '../contract/mcp-clients-lab.ts';
import { MCP_CLIENTS_PLAN } from '../contract/mcp-clients-plan.ts';
import { closeStarted, NEVER, START_MS, startTestKeycloak } from './engine-lab.ts';
import { PASSWORD } from './realm-by-hand.ts';

jest.setTimeout(START_MS);

/** The repaired way with a real Keycloak: whom its MCP server lets in, and what it exchanges. */
let target: McpClientsTarget;

beforeAll(async () => {
  const { baseUrl, admin } = await startTestKeycloak();
  const user = { username: 'alan', password: new Secret(PASSWORD), generated: false };
  const provider = await openExisting({ plan: MCP_CLIENTS_PLAN, baseUrl, admin, user }, NEVER);
  await provider.setUp(NEVER, { onProgress: () => {}, onFindings: () => {} });
  const ids = ['mcp-server', 'mcp-quiet', 'mcp-asks'];
  const secrets = await Promise.all(ids.map(async (id) => [id, await provider.secretOf(id, NEVER)]));
  target = { baseUrl, secrets: Object.fromEntries(secrets), username: user.username, password: PASSWORD };
});
afterAll(closeStarted);

describeMcpClients('Keycloak in a container', () => target);
describeApplications('Keycloak in a container', () => target);
