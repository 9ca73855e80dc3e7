import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { login } from '../../services/clients/login.ts';
import { isAmiss } from '../../services/identity/findings.ts';
import { openIssuer } from '../../services/identity/issuer/open-issuer.ts';
import { closeServer } from '../../services/wire/listen.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { REALM } from '../../steps/propagation/realm.ts';

const NEVER = new AbortController().signal;
const user = { username: 'grace', password: new Secret('right'), generated: false };
let server: Server;
let base: string;

/**
 * A FAKE of a provider that is no Keycloak, at the outermost edge: other paths, other words, RFC 9068's claims, and a real key. What a real one
 * answered: docs/references/foreign-issuer.md.
 */
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'RS256' };
  const answers: Record<string, () => object> = {
    '/dex/.well-known/openid-configuration': () => ({
      issuer: `${base}/dex`,
      token_endpoint: `${base}/dex/oauth/token`,
      jwks_uri: `${base}/dex/keys`,
    }),
    '/dex/keys': () => ({ keys: [key] }),
  };
  const tokenFor = (aud: string | undefined) =>
    new SignJWT({ client_id: 'llama-stack', ...(aud && { aud }) })
      .setProtectedHeader({ typ: 'at+jwt', alg: 'RS256', kid: 'k' })
      .setIssuer(`${base}/dex`)
      .setSubject('grace')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const say = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const answer = answers[request.url ?? ''];
    if (answer) say(200, answer());
    else if (request.url !== '/dex/oauth/token') say(404, { message: 'not here' });
    else if (form.get('client_id') !== 'llama-stack') say(401, { error: 'invalid_client' });
    else if (form.get('password') === 'fault') say(500, { error: 'server_error', error_description: 'oops! a fault' });
    else if (form.get('password') === 'off') say(400, { error: 'unsupported_grant_type' });
    else if (form.get('grant_type') === 'password' && form.get('password') !== 'right')
      say(400, { error: 'invalid_grant', error_description: 'Invalid username or password' });
    else {
      const aud = form.get('scope') === 'tool-audience' ? 'my-external-tool' : undefined;
      say(200, { access_token: await tokenFor(aud), token_type: 'bearer', expires_in: 300, refresh_token: 'r' });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => closeServer(server));

/** As the command line has it open one: by an address that may be a Keycloak's as well. */
function open(password = user.password) {
  const or = `${base}/dex`;
  return openIssuer({ plan: REALM, issuer: `${or}/realms/demo`, or, user: { ...user, password } }, NEVER);
}

test('an issuer that is no Keycloak is opened read only, and its endpoints are its own', async () => {
  const provider = await open();
  expect(provider).toMatchObject({
    issuer: `${base}/dex`,
    endpoints: { token: `${base}/dex/oauth/token` },
    version: `the issuer ${base}/dex, read only`,
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
      message: 'The identity provider refused the login of grace: oops! a fault (server_error).',
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
  const asked = { issuer: `${base}/dex`, clientId: 'llama-stack', scope: 'tool-audience', signal: NEVER };
  expect((await login({ ...asked, username, password })).claims).toMatchObject({
    sub: 'grace',
    aud: 'my-external-tool',
  });
});
