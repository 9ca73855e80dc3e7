import { AdminSession } from '../../../../../services/identity/keycloak/admin-api.ts';
import { realmKeeper } from '../../../../../services/identity/keycloak/realm-keeper.ts';
import { observer } from '../../../../../services/part/observer.ts';
import type { Finding } from '../../../../../src/evidence/finding.ts';
import type { Hop } from '../../../../../src/evidence/hop.ts';
import { newSalt } from '../../../../../src/evidence/print.ts';
import { Secret } from '../../../../../src/evidence/secret.ts';
import { REALM } from '../../../../../steps/propagation/realm.ts';
import { FakeKeycloak, type FakeRealm } from './fake-keycloak.ts';

const OURS = 'demo-password';
const client = (clientId: string, logsIn: boolean) => ({
  id: clientId,
  clientId,
  publicClient: true,
  standardFlowEnabled: logsIn,
  directAccessGrantsEnabled: logsIn,
  fullScopeAllowed: false,
  attributes: {},
});
const mapper = (audience: string) => ({
  id: 'm',
  name: 'tool-audience',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.custom.audience': audience },
});
const scope = {
  id: 'a',
  name: 'tool-audience',
  protocol: 'openid-connect',
  protocolMappers: [mapper('my-external-tool')],
};
const refusal = { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid user credentials' } };
const token = ['{"alg":"RS256"}', '{"aud":"my-external-tool"}', ''].map((part) =>
  Buffer.from(part).toString('base64url'),
);
const granted = { status: 200, body: { access_token: token.join('.'), expires_in: 300 } };

/** A realm in which all is right. */
const RIGHT: FakeRealm = {
  realm: { realm: 'demo' },
  users: [{ id: 'u', username: 'alan', firstName: 'a', lastName: 'a', email: 'alan@alan.com' }],
  credentials: [{ id: 'c', type: 'password' }],
  clients: [client('my-external-tool', false), client('llama-stack', true)],
  scopes: [{ id: 'b', name: 'basic', protocol: 'openid-connect' }, scope],
  optional: [{ id: 'a', name: 'tool-audience' }],
  login: (password) => (password === OURS ? granted : refusal),
};

let keycloak: FakeKeycloak | undefined;
afterEach(() => keycloak?.close());

async function setUp(change: Partial<FakeRealm>, generated = false) {
  keycloak = new FakeKeycloak({ ...RIGHT, ...change });
  await keycloak.open();
  const { baseUrl } = keycloak;
  const admin = new AdminSession(baseUrl, { username: 'admin', password: new Secret('admin') });
  const user = { username: 'alan', password: new Secret(OURS), generated };
  const hops: Hop[] = [];
  const observe = observer({ salt: newSalt(), onHop: (hop) => void hops.push(hop) });
  const keeper = realmKeeper({ plan: REALM, issuer: `${baseUrl}/realms/demo`, admin, user, observe });
  const said: string[] = [];
  const told: (readonly Finding[])[] = [];
  const signal = new AbortController().signal;
  const watch = { onProgress: ({ text }: { text: string }) => said.push(text), onFindings: told.push.bind(told) };
  let error: unknown;
  const seen = await keeper.setUp(signal, watch).catch((thrown: unknown) => {
    error = thrown;
  });
  const writes = keycloak.writes.map(({ method, path }) => `${method} ${path.replace('/admin/realms/demo', '')}`);
  return { keycloak, keeper, signal, said, told, seen, error, writes, hops };
}

test('of the user’s login, of which a Keycloak tells nothing, whoever sends it does; of the admin’s nobody', async () => {
  const { hops } = await setUp({});
  const [asked, answered, ...others] = hops;
  expect(others).toEqual([]);
  expect(asked).toMatchObject({ from: 'you', to: 'identity', seenBy: 'sender', credential: { text: '***' } });
  expect(answered?.answer).toMatchObject({ status: '200', issued: { token: { claims: { aud: 'my-external-tool' } } } });
  expect(JSON.stringify(hops)).not.toContain(OURS);
});

test('where all is right, nothing is written, and one login serves the look and whoever comes later', async () => {
  const { keycloak: asked, seen, writes, said, keeper, signal } = await setUp({});
  expect([writes, said]).toEqual([[], []]);
  expect(seen?.login).toMatchObject({ token: { claims: { aud: 'my-external-tool' } } });
  expect([asked.logins('demo'), asked.logins('master')]).toEqual([1, 1]);
  await keeper.inspect(signal);
  expect([asked.logins('demo'), asked.logins('master')]).toEqual([2, 1]);
});

test('a password of a user who is there is not replaced by one made at random: nothing is tried, nothing is written', async () => {
  const broken = { optional: [], credentials: [{ id: 'c', type: 'password', userLabel: 'my own' }] };
  const { keycloak: asked, error, writes, told } = await setUp(broken, true);
  expect(error).toMatchObject({ exitCode: 4, message: expect.stringMatching(/alan is there already/) });
  expect([writes, asked.logins('demo')]).toEqual([[], 0]);
  expect(told[0]?.find(({ id }) => id === 'audience-on-stack')?.state).toBe('missing');
});

test('a user who is there without a password, as one from a directory may be, is given none at random', async () => {
  const { keycloak: asked, error, writes } = await setUp({ credentials: [] }, true);
  expect(error).toMatchObject({ exitCode: 4, message: expect.stringMatching(/alan is there already/) });
  expect([writes, asked.logins('demo')]).toEqual([[], 0]);
});

test('one that an earlier run made at random is replaced, and labelled again', async () => {
  const credentials = [{ id: 'c', type: 'password', userLabel: 'made at random by tutorial-tui' }];
  const { said, writes } = await setUp({ credentials, login: () => refusal }, true);
  expect(said).toEqual([expect.stringMatching(/earlier run made it at random.*; making another at random/)]);
  expect(writes).toEqual(['PUT /users/u/reset-password', 'PUT /users/u/credentials/c/userLabel']);
});

test('another password is told and set once, however often the login is refused afterwards', async () => {
  const { said, writes, seen } = await setUp({ login: () => refusal });
  expect(said).toEqual([
    expect.stringMatching(/another than the one in USER_PASSWORD; setting the one in USER_PASSWORD/),
  ]);
  expect(writes).toEqual(['PUT /users/u/reset-password']);
  expect(seen?.login).toMatchObject({ refused: { exitCode: 4, why: expect.stringMatching(/set just now/) } });
});

test('a password is not judged by a login from before another repair', async () => {
  const users = RIGHT.users.map((user) => ({ ...user, enabled: false }));
  const { said, keycloak: asked } = await setUp({ users });
  expect(said).toEqual([expect.stringMatching(/^User alan: disabled; repairing it$/)]);
  expect(asked.logins('demo')).toBe(0);
});

test('a lock is taken off, and no login is tried before', async () => {
  const { said, writes, keycloak: asked } = await setUp({ locked: true });
  expect(said).toEqual([expect.stringMatching(/^User alan: locked after too many failed logins; repairing it$/)]);
  expect(writes).toEqual(['DELETE /attack-detection/brute-force/users/u']);
  expect(asked.logins('demo')).toBe(0);
});

test('of the profile only what is empty or demanded is filled in', async () => {
  const [alan] = RIGHT.users;
  const users = [
    { id: 'u', username: 'alan', ...alan, lastName: '', email: 'own@example.com', attributes: { own: ['kept'] } },
  ];
  const { keycloak: asked, said } = await setUp({ users, realm: { realm: 'demo', verifyEmail: true } });
  expect(said).toEqual([expect.stringMatching(/^Profile of alan: no last name, the e-mail address is not verified/)]);
  expect(JSON.parse(asked.writes[0]?.body ?? '')).toMatchObject({
    firstName: 'a',
    lastName: 'alan',
    email: 'own@example.com',
    emailVerified: true,
    attributes: { own: ['kept'] },
  });
});

test('of the required actions, that of a temporary password is left to the password', async () => {
  const requiredActions = ['VERIFY_EMAIL', 'UPDATE_PASSWORD'];
  const { keycloak: asked } = await setUp({ users: RIGHT.users.map((user) => ({ ...user, requiredActions })) });
  expect(JSON.parse(asked.writes[0]?.body ?? '')).toMatchObject({ requiredActions: ['UPDATE_PASSWORD'] });
});

test('a new user gets the password that was made, with its label, and is not set up twice', async () => {
  const { said, writes, seen } = await setUp({ users: [], credentials: [] }, true);
  expect(said).toEqual([expect.stringMatching(/^User alan: there is none; adding it$/)]);
  expect(writes).toEqual(['POST /users', 'PUT /users/new/credentials/c/userLabel']);
  expect(seen?.login).toHaveProperty('token');
});

test('a mapper of somebody’s stays, with ours beside it', async () => {
  const {
    keycloak: asked,
    said,
    writes,
  } = await setUp({ scopes: [{ ...scope, protocolMappers: [mapper('other-api')] }] });
  expect(said).toEqual([expect.stringMatching(/includes other-api, not my-external-tool; adding one of our own/)]);
  expect(writes).toEqual(['POST /client-scopes/a/protocol-mappers/models']);
  expect(JSON.parse(asked.writes[0]?.body ?? '')).toMatchObject({ name: 'tool-audience-2' });
});

test('what a repair takes away is said', async () => {
  const clients = RIGHT.clients.map((each) => ({ ...each, publicClient: each.clientId !== 'llama-stack' }));
  const { said, writes } = await setUp({ clients });
  expect(said).toEqual([expect.stringMatching(/switching it off discards the client secret.*repairing it/)]);
  expect(writes).toEqual(['PUT /clients/llama-stack']);
});

describe('a repair that Keycloak refuses', () => {
  test('because the admin may only look: what was read is told, with how it is done by hand', async () => {
    const refuse = () => ({ status: 403, body: { error: 'HTTP 403 Forbidden' } });
    const { error, told } = await setUp({ optional: [], refuse });
    expect(error).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/may look at the realm, but not change it/),
      why: expect.stringMatching(/tool-audience is not assigned to llama-stack/),
      next: expect.stringMatching(/do it by hand: Clients › llama-stack › .* › Add › Optional/),
    });
    expect(told).toHaveLength(1);
  });

  test('because the password is none for its policy', async () => {
    const body = {
      error: 'invalidPasswordMinLengthMessage',
      error_description: 'Invalid password: minimum length 12.',
    };
    const { error } = await setUp({ login: () => refusal, refuse: () => ({ status: 400, body }) });
    expect(error).toMatchObject({
      exitCode: 3,
      message: "The realm's password policy refuses USER_PASSWORD: Invalid password: minimum length 12.",
      next: expect.stringMatching(/another USER_PASSWORD.*Policies › Password policy/),
    });
  });

  test('because there is such a user after all: a conflict is not passed over', async () => {
    const refuse = () => ({ status: 409, body: { errorMessage: 'User exists with same email' } });
    const { error } = await setUp({ users: [], refuse });
    expect(error).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/User alan: User exists with same email/),
    });
  });
});
