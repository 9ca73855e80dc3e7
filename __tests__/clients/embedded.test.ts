import { secretsForRun } from '../../services/identity/client-secrets.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from '../contract/identity-embedded.ts';
import { MCP_CLIENTS_PLAN } from '../contract/mcp-clients-plan.ts';
import { describeApplications } from './applications-contract.ts';

const secrets = secretsForRun({}, MCP_CLIENTS_PLAN);
let identity: Embedded;
beforeAll(async () => {
  identity = await startEmbedded({ realm: MCP_CLIENTS_PLAN, secrets });
});
afterAll(() => identity.part.close());

describeApplications('the embedded identity provider', () => ({
  baseUrl: identity.part.url,
  secrets,
  username: USERNAME,
  password: PASSWORD,
}));
