import { clientLogin, exchange, login, refresh } from '../../services/clients/login.ts';
import { secretsForRun } from '../../services/identity/client-secrets.ts';
import { inspectByToken } from '../../services/identity/inspect-by-token.ts';
import { AdminSession } from '../../services/identity/keycloak/admin-api.ts';
import { KEYCLOAK } from '../../services/identity/keycloak/dialect.ts';
import { realmAdmin } from '../../services/identity/keycloak/realm-admin.ts';
import { leftovers, letGo } from '../../services/machine/leftovers.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { describeRealmAdmin } from './admin-contract.ts';
import { ConfidentialAsker } from './confidential-asker.ts';
import { describeConfidentialContract } from './confidential-contract.ts';
import { CONFIDENTIAL_PLAN } from './confidential-plan.ts';
import { describeExchange } from './exchange-contract.ts';
import { bearer, readAnswer, sendTo } from './identity-asker.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { describeIntrospection } from './introspection-contract.ts';

const secrets = secretsForRun({}, CONFIDENTIAL_PLAN);
const admin = { username: 'admin', password: new Secret('the-admins-password') };
let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded({ realm: CONFIDENTIAL_PLAN, secrets, admin });
});
afterAll(() => embedded.part.close());

const target = () => ({ baseUrl: embedded.part.url, secrets, username: USERNAME, password: PASSWORD });
describeConfidentialContract('the embedded identity provider', target);
describeIntrospection('the embedded identity provider', target);
describeExchange('the embedded identity provider', target);
describeRealmAdmin('the embedded identity provider', () => ({ ...target(), admin: acting() }));

test('a realm that outlives the lesson is put back; what cannot be is left behind, and said', async () => {
  const { signal } = new AbortController();
  const short = await startEmbedded({ realm: CONFIDENTIAL_PLAN, secrets, admin });
  const passing = acting(admin, short.part.url, true);
  try {
    await passing.setUserEnabled(false, signal);
    await passing.setNotBefore(1000, signal);
    expect(leftovers().map(({ what }) => what)).toEqual([
      'the user alan of the realm confidential, disabled',
      'the not-before time of the realm confidential, which makes older tokens stale',
    ]);
    await passing.putBack();
    expect(leftovers()).toEqual([]);
    const told = short.lines.map(({ text }) => text);
    expect(told).toEqual(expect.arrayContaining(['Enabled the user alan', 'Took the not-before time away']));
    await passing.setUserEnabled(false, signal);
    await short.part.close();
    await passing.putBack();
    expect(leftovers().map(({ byHand }) => byHand)).toEqual(['Users › alan › Enabled: On']);
  } finally {
    await short.part.close();
    for (const leftover of leftovers()) letGo(leftover);
  }
});

function acting(login = admin, baseUrl = embedded.part.url, outlives = false) {
  const session = new AdminSession(baseUrl, login);
  const user = { username: USERNAME, password: new Secret(PASSWORD), generated: false };
  return realmAdmin({ plan: CONFIDENTIAL_PLAN, session, user, outlives });
}

describe('the door for administrators', () => {
  const ask = (path: string, headers = {}, method = 'GET') =>
    sendTo(embedded.part.url, { method, path: `/admin${path}`, headers }).then(readAnswer);

  test('nobody is let in without the password of this run', async () => {
    const wrong = acting({ ...admin, password: new Secret('wrong') });
    await expect(wrong.setUserEnabled(false, new AbortController().signal)).rejects.toMatchObject({
      kind: 'login-refused',
      message: expect.stringContaining('Invalid user credentials'),
    });
    const { access_token } = await new ConfidentialAsker(target).logIn('openid');
    for (const headers of [{}, bearer('x'), bearer(access_token)])
      expect(await ask('/realms/confidential', headers)).toEqual({
        status: 401,
        body: { error: 'HTTP 401 Unauthorized' },
      });
  });

  test.each([
    ['/realms/confidential/nothing', 'GET', 404, 'HTTP 404 Not Found'],
    ['/realms/demo', 'GET', 404, 'Realm not found.'],
    ['/nothing', 'GET', 404, 'Unable to find matching target resource method'],
    ['/realms/confidential/sessions/x', 'DELETE', 404, 'Sesssion not found'],
    ['/realms/confidential/users/x', 'PUT', 404, 'User not found'],
  ])('%s by %s: %s %s', async (path, method, status, error) => {
    const token = await new AdminSession(embedded.part.url, admin).token(new AbortController().signal);
    expect(await ask(path, bearer(token.reveal()), method)).toEqual({ status, body: { error } });
  });

  test('a provider that a person started has none', async () => {
    const { part } = await startEmbedded();
    try {
      const path = '/realms/master/protocol/openid-connect/token';
      expect((await sendTo(part.url, { path, fields: {} })).status).toBe(404);
      expect((await sendTo(part.url, { path: '/admin/realms/demo' })).status).toBe(404);
    } finally {
      await part.close();
    }
  });

  test('the log tells what was done, and no secret', () => {
    const told = embedded.lines.map(({ text }) => text);
    expect(told).toEqual(
      expect.arrayContaining([
        'Disabled the user alan',
        'Enabled the user alan',
        'Ended the session of alan, as an administrator',
        expect.stringMatching(/^Made tokens stale that were issued before 20/),
        'Took the not-before time away',
      ]),
    );
    expect(JSON.stringify([told, embedded.hops])).not.toContain(admin.password.reveal());
  });
});

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

test('a client exchanges a token that it was given; what stands in its way is said in the provider’s words', async () => {
  const { access_token } = await new ConfidentialAsker(target).logIn('mcp-audience');
  const asked = {
    issuer: `${embedded.part.url}/realms/confidential`,
    clientId: 'mcp-server',
    secret: secrets['mcp-server'] ?? new Secret('none'),
    signal: new AbortController().signal,
    subjectToken: new Secret(access_token),
    scope: 'tool-audience',
  };
  const given = await exchange({ ...asked, audience: 'my-external-tool' });
  expect(given.claims).toMatchObject({ azp: 'mcp-server', aud: 'my-external-tool', preferred_username: USERNAME });
  expect(given.refreshToken).toBeUndefined();
  await expect(exchange({ ...asked, audience: 'llama-stack' })).rejects.toMatchObject({
    kind: 'login-refused',
    message: expect.stringContaining('Requested audience not available: llama-stack (invalid_request)'),
  });
  expect(embedded.hops.at(-1)).toMatchObject({
    from: 'you',
    carrier: 'form field subject_token',
    answer: { ok: false },
  });
  expect(embedded.lines.map(({ text }) => text)).toContain(
    'Exchanged a token of alan for mcp-server: aud mcp-server, help:desk became aud my-external-tool',
  );
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
