import { clientLogin, login, refresh } from '../../services/clients/login.ts';
import { secretsForRun } from '../../services/identity/client-secrets.ts';
import { inspectByToken } from '../../services/identity/inspect-by-token.ts';
import { KEYCLOAK } from '../../services/identity/keycloak/dialect.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { describeConfidentialContract } from './confidential-contract.ts';
import { CONFIDENTIAL_PLAN } from './confidential-plan.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { describeIntrospection } from './introspection-contract.ts';

const secrets = secretsForRun({}, CONFIDENTIAL_PLAN);
let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded({ realm: CONFIDENTIAL_PLAN, secrets });
});
afterAll(() => embedded.part.close());

const target = () => ({ baseUrl: embedded.part.url, secrets, username: USERNAME, password: PASSWORD });
describeConfidentialContract('the embedded identity provider', target);
describeIntrospection('the embedded identity provider', target);

/** What a look by token finds, with these secrets. */
async function found(known: typeof secrets) {
  const issuer = `${embedded.part.url}/realms/confidential`;
  const user = { username: USERNAME, password: new Secret(PASSWORD), generated: false };
  const signal = new AbortController().signal;
  const { findings } = await inspectByToken({
    plan: CONFIDENTIAL_PLAN,
    dialect: KEYCLOAK,
    issuer,
    user,
    secrets: known,
    signal,
  });
  return Object.fromEntries(findings.map(({ id, state, saw }) => [id, `${state}: ${saw}`]));
}

test('a look with the secret sees what the client gets', async () => {
  expect(await found(secrets)).toMatchObject({
    'mcp-client': 'present: gets tokens for itself',
    'audience-on-mcp': 'present: granted when asked for',
    'mcp-mapper': 'present: aud names mcp-server',
    'mcp-mapper-2': 'present: aud names help:desk',
    'desk-client': 'present: it is there, and asks for its secret',
  });
});

test('a look without it sees that one is wanted; with a wrong one, that it is refused', async () => {
  expect(await found({})).toMatchObject({ 'mcp-client': 'present: it is there, and asks for its secret' });
  expect(await found({ 'mcp-server': new Secret('wrong') })).toMatchObject({
    'mcp-client': 'different: it gets no token: Invalid client or Invalid client credentials',
  });
});

test('a client with its secret gets a token of its own, and one of the user’s that can be renewed', async () => {
  const asker = (clientId: string) => ({
    issuer: `${embedded.part.url}/realms/confidential`,
    clientId,
    secret: secrets[clientId] ?? new Secret('none'),
    signal: new AbortController().signal,
  });
  const own = await clientLogin({ ...asker('mcp-server'), scope: 'tool-audience' });
  expect(own.claims).toMatchObject({ azp: 'mcp-server', aud: 'my-external-tool' });
  expect(own.refreshToken).toBeUndefined();
  const user = { username: USERNAME, password: new Secret(PASSWORD) };
  const { refreshToken = new Secret('none') } = await login({ ...asker('help:desk'), ...user });
  const renewed = await refresh({ ...asker('help:desk'), refreshToken });
  expect(renewed.claims).toMatchObject({ azp: 'help:desk', preferred_username: USERNAME });
  const wrong = { ...asker('mcp-server'), secret: new Secret('wrong') };
  await expect(clientLogin(wrong)).rejects.toMatchObject({ kind: 'login-refused' });
});

test('no secret is told of', () => {
  const told = JSON.stringify([embedded.lines, embedded.hops]);
  const shown = Object.values(secrets).flatMap((secret) => [secret.reveal(), btoa(`mcp-server:${secret.reveal()}`)]);
  expect(shown.filter((text) => told.includes(text))).toEqual([]);
});

test('secrets are made anew for each run, and taken from the environment where it has them', () => {
  const [one, other] = [secretsForRun({}, CONFIDENTIAL_PLAN), secretsForRun({}, CONFIDENTIAL_PLAN)];
  expect(Object.keys(one)).toEqual(['mcp-server', 'help:desk']);
  expect(one['mcp-server']?.reveal()).not.toBe(other['mcp-server']?.reveal());
  expect(secretsForRun({ CLIENT_SECRET_HELP_DESK: 'given' }, CONFIDENTIAL_PLAN)['help:desk']?.reveal()).toBe('given');
});
