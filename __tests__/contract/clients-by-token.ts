import { inspectByToken } from '../../services/identity/inspect-by-token.ts';
import { KEYCLOAK } from '../../services/identity/keycloak/dialect.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { LOGIN_PLAN } from './login-plan.ts';

/** What a look at LOGIN_PLAN by one password grant finds of its clients, by the ids of the findings. */
export async function clientsByToken(issuer: string, username: string, password: string) {
  const user = { username, password: new Secret(password), generated: false };
  const { signal } = new AbortController();
  const { findings } = await inspectByToken({
    plan: LOGIN_PLAN,
    dialect: KEYCLOAK,
    issuer,
    user,
    secrets: {},
    signal,
  });
  const clients = findings.filter(({ id }) => id.endsWith('-client'));
  return Object.fromEntries(clients.map(({ id, state, saw }) => [id, `${state}: ${saw}`]));
}

const WITHOUT_PASSWORDS = 'present: it is there, without password grants';
export const CLIENTS_BY_TOKEN = {
  'mcp-client': 'present: it logs nobody in',
  'stack-client': expect.stringMatching(/^present: /),
  'cli-client': WITHOUT_PASSWORDS,
  'plain-client': WITHOUT_PASSWORDS,
  'app-client': WITHOUT_PASSWORDS,
  'asks-client': 'present: it asks for consent',
  'device-client': WITHOUT_PASSWORDS,
  'held-client': WITHOUT_PASSWORDS,
};
