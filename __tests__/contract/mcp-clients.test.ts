import { secretsForRun } from '../../services/identity/client-secrets.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { describeMcpClients } from './mcp-clients-contract.ts';
import { MCP_CLIENTS_PLAN } from './mcp-clients-plan.ts';

const secrets = secretsForRun({}, MCP_CLIENTS_PLAN);
let identity: Embedded;
beforeAll(async () => {
  identity = await startEmbedded({ realm: MCP_CLIENTS_PLAN, secrets });
});
afterAll(() => identity.part.close());

describeMcpClients('the embedded identity provider', () => ({
  baseUrl: identity.part.url,
  secrets,
  username: USERNAME,
  password: PASSWORD,
}));
