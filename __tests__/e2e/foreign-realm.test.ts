import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { start } from '../../services/identity/embedded/server.ts';
import { userNamed } from '../../services/identity/user.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import { clearAll, run } from './program.ts';

interface Realm {
  readonly issuer: string;
  /** The bodies that its token endpoint got. */
  readonly asked: URLSearchParams[];
}

const servers: Server[] = [];

afterEach(async () => {
  await clearAll();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A realm of somebody else's, which refuses every login in these words. A stand-in: it counts what is asked of it. */
async function realmThatRefuses(status: number, error: string, description: string): Promise<Realm> {
  const asked: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/demo`;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (code: number, body: object) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'POST') {
      asked.push(new URLSearchParams(Buffer.concat(chunks).toString()));
      answer(status, { error, error_description: description });
    } else if (request.url === '/realms/demo/.well-known/openid-configuration') {
      const endpoint = `${base}/protocol/openid-connect`;
      answer(200, { issuer: base, token_endpoint: `${endpoint}/token`, jwks_uri: `${endpoint}/certs` });
    } else answer(404, { error: 'Realm does not exist' });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/demo`, asked };
}

test('without USER_PASSWORD nothing is sent to it', async () => {
  const { issuer, asked } = await realmThatRefuses(400, 'invalid_grant', 'Invalid user credentials');
  const { code, stderr } = await run(['--ci', '--idp', issuer], { env: { USER_NAME: 'grace' } });
  expect(code).toBe(4);
  expect(stderr).toMatch(/^error: USER_PASSWORD is not set\.$/m);
  expect(stderr).toMatch(/^ {2}next {2}Set USER_NAME and USER_PASSWORD/m);
  expect(asked).toEqual([]);
});

test('a refused login is made once, and what is amiss comes with its click', async () => {
  const { issuer, asked } = await realmThatRefuses(
    401,
    'unauthorized_client',
    'Invalid client or Invalid client credentials',
  );
  const { code, stdout, stderr } = await run(['--ci', '--idp', issuer], { env: { USER_PASSWORD: 'demo' } });
  expect(code).toBe(4);
  expect(stdout).toMatch(/^✗ 1a .*refused the login of alan/m);
  expect(stderr).toMatch(/^ {2}why {3}Client llama-stack: client authentication is on\.$/m);
  expect(stderr).toMatch(/^ {2}next {2}Clients › llama-stack › .* › Client authentication: Off › Save$/m);
  // Its port is none that we chose.
  expect(stderr).not.toMatch(/instead of the tutorial's/);
  expect(asked.map((form) => [form.get('client_id'), form.get('username')])).toEqual([['llama-stack', 'alan']]);
});

test('a realm that is missing is named, with the click that makes one', async () => {
  const { issuer, asked } = await realmThatRefuses(400, 'invalid_grant', 'Invalid user credentials');
  const { code, stderr } = await run(['--ci', '--idp', `${issuer}s`], { env: { USER_PASSWORD: 'demo' } });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^error: .*Realm demos: there is no realm demos/m);
  expect(stderr).toMatch(/^ {2}next {2}Manage realms › Create realm › Realm name: demos/m);
  expect(asked).toEqual([]);
});

test('a realm that has what the tutorial needs, and no more, is taken: what needs more is left out, and says so', async () => {
  const reporter = { log: () => {}, hop: () => {}, print: () => '' };
  const listen = { host: 'localhost', port: 0, pinned: false };
  const user = { user: userNamed('alan'), password: new Secret('demo') };
  const identity = await start({ listen, realm: REALM, ...user, secrets: {} }, reporter);
  try {
    const options = ['--idp', `${identity.url}/realms/demo`, '--chapter', '2'];
    const { code, stdout, stderr } = await run(['--ci', ...options], { env: { USER_PASSWORD: 'demo' } });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect([...stdout.matchAll(/^· (\S+)/gm)].map(([, id]) => id)).toEqual(['2.4', '2.12', '2.13', '2.14']);
    expect(stdout).toMatch(/^✓ 2\.10 /m);
    expect(stdout).toMatch(/^✓ 2\.15 .* 9 of 10 calls refused/m);
  } finally {
    await identity.close();
  }
});
