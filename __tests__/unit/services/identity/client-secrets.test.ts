import { givenSecrets } from '../../../../services/identity/client-secrets.ts';
import { CONFIDENTIAL_PLAN } from '../../../contract/confidential-plan.ts';

test('the environment gives secrets to clients that have one, by their ids, and to no public client', () => {
  const env = { CLIENT_SECRET_MCP_SERVER: 'm', CLIENT_SECRET_HELP_DESK: 'd', CLIENT_SECRET_LLAMA_STACK: 'public' };
  const given = Object.entries(givenSecrets(env, CONFIDENTIAL_PLAN)).map(([id, secret]) => [id, secret.reveal()]);
  expect(Object.fromEntries(given)).toEqual({ 'mcp-server': 'm', 'help:desk': 'd' });
});
