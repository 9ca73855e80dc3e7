import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { login } from '../../services/clients/login.ts';
import { loginByDevice } from '../../services/clients/login-by-device.ts';
import { openExisting } from '../../services/identity/existing/open-existing.ts';
import { isAmiss } from '../../services/identity/findings.ts';
import { openIssuer } from '../../services/identity/issuer/open-issuer.ts';
import { observer } from '../../services/part/observer.ts';
import { closeServer } from '../../services/wire/listen.ts';
import type { Hop, Observe } from '../../src/evidence/hop.ts';
import { newSalt } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import { openPlainIssuer, type PlainIssuer } from './plain-issuer.ts';

const NEVER = new AbortController().signal;
const user = { username: 'grace', password: new Secret('right'), generated: false };
let plain: PlainIssuer;

beforeAll(async () => {
  plain = await openPlainIssuer();
});
afterAll(() => plain.close());

/** As the command line has it open one: by an address that may be a Keycloak's as well. */
function open(password = user.password, observe?: Observe) {
  const or = plain.issuer;
  return openIssuer({ plan: REALM, issuer: `${or}/realms/demo`, or, user: { ...user, password }, observe }, NEVER);
}

test('an issuer that is no Keycloak is opened read only, and its endpoints are its own', async () => {
  const provider = await open();
  expect(provider).toMatchObject({
    issuer: plain.issuer,
    endpoints: { token: `${plain.issuer}/oauth/token` },
    version: `the issuer ${plain.issuer}, read only`,
  });
  const { findings, login: result } = await provider.inspect(NEVER);
  expect(findings.filter(isAmiss)).toEqual([]);
  expect('token' in result && result.token.claims.aud).toBe('my-external-tool');
  expect(await provider.setUp(NEVER, { onProgress: () => {}, onFindings: () => {} })).toBeUndefined();
});

test('its refusals are told by the standard, without a click of Keycloak', async () => {
  const { findings } = await (await open(new Secret('wrong'))).inspect(NEVER);
  expect(findings.filter(isAmiss)).toMatchObject([
    { id: 'password', saw: 'the login of grace is refused: Invalid username or password' },
  ]);
  expect(findings.filter(({ byHand }) => byHand.includes('›'))).toEqual([]);
});

test('a client that may not ask for password grants is what is amiss, in the words of OAuth', async () => {
  const { findings } = await (await open(new Secret('off'))).inspect(NEVER);
  expect(findings.filter(isAmiss)).toMatchObject([
    {
      id: 'stack-client',
      saw: 'it may not log users in: unsupported_grant_type',
      byHand: 'Register the public client llama-stack with the grants authorization_code, password.',
    },
  ]);
});

test('a fault of its own is nobody else’s, and has a way out', async () => {
  const { findings, login: result } = await (await open(new Secret('fault'))).inspect(NEVER);
  expect(findings.filter(isAmiss)).toEqual([]);
  expect(result).toMatchObject({
    refused: {
      message: 'The identity provider refused the login of grace: oops! it broke (server_error).',
      next: expect.stringMatching(/log of the identity provider/),
    },
  });
});

test('what is looked at has no names of Keycloak’s', async () => {
  const { findings } = await (await open()).inspect(NEVER);
  expect(findings.filter(({ title, byHand }) => /mapper|Client scope|realm|›/i.test(title + byHand))).toEqual([]);
});

test('the lesson logs in there', async () => {
  const { username, password } = user;
  const asked = { issuer: plain.issuer, clientId: 'llama-stack', scope: 'tool-audience', signal: NEVER };
  expect((await login({ ...asked, username, password })).claims).toMatchObject({
    sub: 'grace',
    aud: 'my-external-tool',
  });
});

test('of a login there, whoever sends it tells, and shows neither the password nor a token', async () => {
  const hops: Hop[] = [];
  const observe = observer({ salt: newSalt(), onHop: (hop) => void hops.push(hop) });
  const { login: made } = await (await open(user.password, observe)).inspect(NEVER);
  const [asked, answered, ...others] = hops;
  expect(others).toEqual([]);
  expect(asked).toMatchObject({
    from: 'you',
    to: 'identity',
    seenBy: 'sender',
    carrier: 'form field password, with username',
    credential: { text: '***' },
  });
  expect(answered?.answer).toMatchObject({
    status: '200',
    ok: true,
    issued: { text: 'eyJ...', token: { claims: { aud: 'my-external-tool' } } },
  });
  expect(answered?.exchange.request.body).toContain('username=grace&password=***');
  const told = JSON.stringify(hops);
  expect(told).not.toContain(user.password.reveal());
  if (!('token' in made)) throw new Error('no login');
  expect(told).not.toContain(made.token.accessToken.reveal().split('.')[2]);
});

test('a login that is refused is told with the reason', async () => {
  const hops: Hop[] = [];
  const observe = observer({ salt: newSalt(), onHop: (hop) => void hops.push(hop) });
  await (await open(new Secret('wrong'), observe)).inspect(NEVER);
  expect(hops.at(-1)?.answer).toMatchObject({ ok: false, text: expect.stringContaining('invalid_grant') });
  expect(JSON.stringify(hops)).not.toContain('wrong');
});

describe('a provider that answers as an issuer at whatever path, as mock-oauth2-server does', () => {
  const server = createServer((request, response) => {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}${request.url?.replace(/\/\.well-known\/.*/, '')}`;
    asked.push(`${request.method} ${request.url}`);
    response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` }));
  });
  const asked: string[] = [];
  let named: string;
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    named = `http://127.0.0.1:${(server.address() as AddressInfo).port}/demo`;
  });
  afterAll(() => closeServer(server));

  test('is the issuer that was named, and no realm below it', async () => {
    const provider = await openIssuer({ plan: REALM, issuer: `${named}/realms/demo`, or: named, user }, NEVER);
    expect(provider).toMatchObject({ issuer: named, version: `the issuer ${named}, read only` });
  });

  test('is not told the password of an admin of a Keycloak', async () => {
    asked.splice(0);
    const admin = { username: 'admin', password: new Secret('of the admin'), clientId: 'admin-cli' };
    await expect(openExisting({ plan: REALM, baseUrl: named, admin, user }, NEVER)).rejects.toMatchObject({
      message: `${named} is an issuer, and no Keycloak.`,
    });
    expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
  });

  test('offers no login with another device, and that is said', async () => {
    const options = { issuer: named, clientId: 'robot', scope: 'tools', signal: NEVER, invite: async () => {} };
    await expect(loginByDevice(options)).rejects.toMatchObject({
      kind: 'login-refused',
      message: `The identity provider at ${named} offers no login with another device.`,
    });
  });
});
