import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { decodeToken } from '../../services/clients/decoded-token.ts';
import { login, refresh } from '../../services/clients/login.ts';
import { closeServer } from '../../services/wire/listen.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.part.close());

const signal = new AbortController().signal;
const options = () => ({
  issuer: `${embedded.part.url}/realms/demo`,
  clientId: 'llama-stack',
  username: USERNAME,
  password: new Secret(PASSWORD),
  signal,
});

/** Runs `use` against a server that answers as it is told. */
async function withServer(answer: RequestListener, use: (issuer: string) => Promise<void>): Promise<void> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/demo`);
  } finally {
    await closeServer(server);
  }
}

test('a login gives the tokens as secrets, and header and claims to look at', async () => {
  const before = Date.now();
  const set = await login({ ...options(), scope: 'tool-audience' });
  expect(set.header).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) });
  expect(set.claims).toMatchObject({
    iss: options().issuer,
    aud: 'my-external-tool',
    azp: 'llama-stack',
    preferred_username: 'alan',
  });
  expect(set.scope.split(' ').toSorted()).toEqual(['email', 'profile', 'tool-audience']);
  expect(set.expiresAt).toBeGreaterThanOrEqual(before + 300_000);
  expect(set.expiresAt).toBeLessThanOrEqual(Date.now() + 300_000);
  expect(decodeToken(set.accessToken.reveal())?.claims).toEqual(set.claims);
  const shown = inspect(set, { depth: 9 }) + JSON.stringify(set);
  const signature = set.accessToken.reveal().split('.')[2] ?? '';
  expect([shown.includes(signature), shown.includes(set.refreshToken?.reveal() ?? '')]).toEqual([false, false]);
});

test.each([undefined, ''])('scope %p is not sent', async (scope) => {
  expect((await login({ ...options(), scope })).claims).not.toHaveProperty('aud');
});

test('a refresh keeps the audience', async () => {
  const first = await login({ ...options(), scope: 'tool-audience' });
  const { username, password, ...client } = options();
  const again = await refresh({ ...client, refreshToken: first.refreshToken ?? new Secret('') });
  expect(again.claims).toMatchObject({ aud: 'my-external-tool', sub: first.claims.sub });
  expect(again.accessToken.reveal()).not.toBe(first.accessToken.reveal());
});

test('the exchanges are told without the password and the tokens', async () => {
  const exchanges: Exchange[] = [];
  const set = await login({ ...options(), scope: 'tool-audience', onExchange: (exchange) => exchanges.push(exchange) });
  expect(
    exchanges.map(({ request, response }) => [request.method, new URL(request.url).pathname, response?.status]),
  ).toEqual([
    ['GET', '/realms/demo/.well-known/openid-configuration', 200],
    ['POST', '/realms/demo/protocol/openid-connect/token', 200],
  ]);
  const fields = exchanges[1]?.request.body?.split('&').toSorted();
  expect(fields).toEqual([
    'client_id=llama-stack',
    'grant_type=password',
    'password=***',
    'scope=tool-audience',
    'username=alan',
  ]);
  const told = JSON.stringify(exchanges);
  const tokens = [set.accessToken.reveal(), set.refreshToken?.reveal() ?? ''].flatMap((token) => token.split('.'));
  expect([PASSWORD, encodeURIComponent(PASSWORD), ...tokens].filter((secret) => told.includes(secret))).toEqual([]);
});

test.each([
  [{ password: new Secret('wrong') }, 'Invalid user credentials (invalid_grant)', 'USER_PASSWORD'],
  [{ clientId: 'nobody' }, 'Invalid client or Invalid client credentials (invalid_client)', 'Client authentication'],
  [
    { clientId: 'my-external-tool' },
    'Client not allowed for direct access grants (unauthorized_client)',
    'Direct access grants',
  ],
  [{ scope: 'nope' }, 'Invalid scopes: nope (invalid_scope)', 'Client scopes'],
])('%o is refused in the words of the provider, with a way out', async (change, words, way) => {
  await expect(login({ ...options(), ...change })).rejects.toMatchObject({
    kind: 'login-refused',
    exitCode: 4,
    message: `The identity provider refused the login: ${words}.`,
    why: expect.any(String),
    next: expect.stringContaining(way),
  });
});

test('a realm that is not there is named', async () => {
  const issuer = `${embedded.part.url}/realms/Demo`;
  await expect(login({ ...options(), issuer })).rejects.toMatchObject({
    kind: 'login-refused',
    message: 'The identity provider refused the login: Realm does not exist.',
    why: expect.stringContaining('case-sensitive'),
  });
});

test('a realm that wants TLS is named', async () => {
  const answer: RequestListener = (_, response) =>
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end('{"error":"invalid_request","error_description":"HTTPS required"}');
  await withServer(answer, (issuer) =>
    expect(login({ ...options(), issuer })).rejects.toMatchObject({
      kind: 'login-refused',
      next: expect.stringContaining('Require SSL'),
    }),
  );
});

test('an issuer under another name than its own is explained', async () => {
  const answer: RequestListener = (_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"issuer":"http://keycloak:8080/realms/demo","token_endpoint":"http://keycloak:8080/token"}');
  await withServer(answer, (issuer) =>
    expect(login({ ...options(), issuer })).rejects.toMatchObject({
      kind: 'login-refused',
      why: expect.stringContaining(`http://keycloak:8080/realms/demo instead of ${issuer}`),
      next: 'Use http://keycloak:8080/realms/demo as the issuer.',
    }),
  );
});

test.each<[string, RequestListener]>([
  [
    'answers with a page',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>'),
  ],
  ['answers with a gateway error', (_, response) => response.writeHead(502).end('Bad Gateway')],
  ['hangs up', (request) => request.socket.destroy()],
])('what %s is no identity provider', async (_, answer) => {
  await withServer(answer, (issuer) =>
    expect(login({ ...options(), issuer })).rejects.toMatchObject({
      kind: 'part-unreachable',
      exitCode: 5,
      next: expect.any(String),
    }),
  );
});

test('where nothing listens, the reason is named', async () => {
  const { part } = await startEmbedded();
  await part.close();
  await expect(login({ ...options(), issuer: `${part.url}/realms/demo` })).rejects.toMatchObject({
    kind: 'part-unreachable',
    why: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a password goes nowhere in plain http but to this machine, not even where discovery says so', async () => {
  await expect(login({ ...options(), issuer: 'http://keycloak.example/realms/demo' })).rejects.toMatchObject({
    kind: 'usage',
  });
  await expect(login({ ...options(), issuer: 'demo' })).rejects.toMatchObject({ kind: 'usage' });
  const answer: RequestListener = (request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        issuer: `http://${request.headers.host}/realms/demo`,
        token_endpoint: 'http://keycloak.example/token',
      }),
    );
  await withServer(answer, (issuer) =>
    expect(login({ ...options(), issuer })).rejects.toMatchObject({ kind: 'usage' }),
  );
});

test('the signal ends a login that hangs, with its own reason', async () => {
  const controller = new AbortController();
  const reason = new Error('interrupted by the learner');
  await withServer(
    () => controller.abort(reason),
    (issuer) => expect(login({ ...options(), issuer, signal: controller.signal })).rejects.toBe(reason),
  );
});

test.each(['', 'some-api-key', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', `${btoa('{"alg":1}')}.e30.x`])(
  'decodeToken(%p)',
  (token) => {
    const decoded = decodeToken(token);
    expect(decoded).toEqual(token.startsWith('eyJhbGciOiJub25l') ? { header: { alg: 'none' }, claims: {} } : undefined);
  },
);
