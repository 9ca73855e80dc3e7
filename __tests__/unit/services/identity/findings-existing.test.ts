import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openExisting } from '../../../../services/identity/existing/open-existing.ts';
import { openIssuer } from '../../../../services/identity/issuer/open-issuer.ts';
import type { Finding } from '../../../../src/evidence/finding.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM } from '../../../../steps/propagation/realm.ts';

const NEVER = new AbortController().signal;
const user = { username: 'alan', password: new Secret('wonderland'), generated: false };
const admin = { username: 'admin', password: new Secret('admin') };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

type Answers = (
  path: string,
  origin: { port: number },
  body: string,
) => { status?: number; body: unknown; headers?: Record<string, string> };

/** Answers as a Keycloak in some state would; returns its port. */
async function keycloakLike(answers: Answers): Promise<number> {
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = Buffer.concat(chunks).toString();
    const { status = 200, body, headers } = answers(request.url ?? '', server.address() as AddressInfo, asked);
    response.sendDate = false;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  return (server.address() as AddressInfo).port;
}

const discoveryAt = (base: string, realm: string) => ({
  issuer: `${base}/realms/${realm}`,
  token_endpoint: `${base}/realms/${realm}/protocol/openid-connect/token`,
});
const refusal = { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid user credentials' } };
const stateOf = (findings: readonly Finding[], id: string) => findings.find((finding) => finding.id === id);

test('a realm that calls itself by another name, which answers too, is used by that name', async () => {
  const port = await keycloakLike((path, { port }) =>
    path.endsWith('openid-configuration') ? { body: discoveryAt(`http://localhost:${port}`, 'demo') } : refusal,
  );
  const provider = await openIssuer({ plan: REALM, issuer: `http://127.0.0.1:${port}/realms/demo`, user }, NEVER);
  expect(provider.issuer).toBe(`http://localhost:${port}/realms/demo`);
  expect(provider.version).toContain(`(http://127.0.0.1:${port}/realms/demo calls itself so)`);
  expect(stateOf((await provider.inspect(NEVER)).findings, 'issuer')?.state).toBe('present');
});

test('one that calls itself by a name of containers keeps ours, and the finding explains it', async () => {
  const port = await keycloakLike((path, { port }) => {
    const discovery = {
      ...discoveryAt(`http://127.0.0.1:${port}`, 'demo'),
      issuer: 'http://keycloak.invalid:8080/realms/demo',
    };
    return path.endsWith('openid-configuration') ? { body: discovery } : refusal;
  });
  const provider = await openIssuer({ plan: REALM, issuer: `http://127.0.0.1:${port}/realms/demo`, user }, NEVER);
  expect(provider.issuer).toBe(`http://127.0.0.1:${port}/realms/demo`);
  expect(stateOf((await provider.inspect(NEVER)).findings, 'issuer')).toMatchObject({
    state: 'different',
    saw: expect.stringContaining('http://keycloak.invalid:8080/realms/demo'),
    repairable: false,
  });
});

describe('what is sent to a realm that is only looked at', () => {
  const token = (claims: object) =>
    [{ alg: 'RS256' }, claims, ''].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const given = (claims: object, refresh: string, scope: string) => ({
    body: { access_token: token(claims), refresh_token: refresh, expires_in: 300, scope },
  });
  const invalidScope = {
    status: 400,
    body: { error: 'invalid_scope', error_description: 'Invalid scopes: tool-audience' },
  };

  /** Looks at a realm whose token endpoint answers so, in order; what was posted, as `path: grant, what of it`. */
  async function lookAt(answers: ReturnType<Answers>[], issuer?: string) {
    const posted: string[] = [];
    const port = await keycloakLike((path, { port: at }, body) => {
      const base = `http://127.0.0.1:${at}`;
      const logout = `${base}/logout`;
      if (path.endsWith('openid-configuration')) {
        return { body: { ...discoveryAt(base, 'demo'), end_session_endpoint: logout, ...(issuer && { issuer }) } };
      }
      const form = new URLSearchParams(body);
      const what = ['client_id', 'grant_type', 'username', 'scope', 'refresh_token'].map(
        (name) => form.get(name) ?? '-',
      );
      posted.push(`${path.split('/').at(-1)}: ${what.join(' ')}`);
      return path === '/logout' ? { status: 204, body: '' } : (answers.shift() ?? refusal);
    });
    const provider = await openIssuer({ plan: REALM, issuer: `http://127.0.0.1:${port}/realms/demo`, user }, NEVER);
    return { posted, ...(await provider.inspect(NEVER)) };
  }

  test('one login, a question about the tool that names nobody, and a refresh with less', async () => {
    const scoped = given({ aud: 'my-external-tool', sub: 's' }, 'first', 'tool-audience');
    const { posted, login, findings } = await lookAt([scoped, refusal, given({ sub: 's' }, 'second', '')]);
    expect(posted).toEqual([
      'token: llama-stack password alan tool-audience -',
      'token: my-external-tool password - - -',
      'token: llama-stack refresh_token - openid first',
    ]);
    // The first refresh token may be used up by now.
    expect('token' in login && login.token.refreshToken?.reveal()).toBe('second');
    expect(stateOf(findings, 'audience-on-stack')?.state).toBe('present');
  });

  test('without the scope, the user is tried once without it, and logged out', async () => {
    const { posted, login, findings } = await lookAt([invalidScope, given({ sub: 's' }, 'first', '')]);
    expect(posted).toEqual([
      'token: llama-stack password alan tool-audience -',
      'token: llama-stack password alan - -',
      'logout: llama-stack - - - first',
    ]);
    expect(stateOf(findings, 'audience-on-stack')?.state).toBe('missing');
    expect('refused' in login && login.refused.message).toMatch(/Invalid scopes/);
  });

  test('nothing, where it calls itself by another name', async () => {
    const { posted, login, issuer } = await lookAt([], 'http://keycloak.invalid/realms/demo');
    expect(posted).toEqual([]);
    expect([login, issuer]).toEqual([
      { untried: expect.stringMatching(/another issuer/) },
      'http://keycloak.invalid/realms/demo',
    ]);
  });

  test('nothing, where nobody gave a password', async () => {
    const posted: string[] = [];
    const port = await keycloakLike((path, { port: at }, body) => {
      if (body) posted.push(path);
      return { body: discoveryAt(`http://127.0.0.1:${at}`, 'demo') };
    });
    const issuer = `http://127.0.0.1:${port}/realms/demo`;
    await expect(openIssuer({ plan: REALM, issuer, user: { ...user, generated: true } }, NEVER)).rejects.toMatchObject({
      exitCode: 4,
      message: 'USER_PASSWORD is not set.',
    });
    expect(posted).toEqual([]);
  });

  test('nothing, and nothing is opened, over plain http beyond this machine', async () => {
    const opening = openIssuer({ plan: REALM, issuer: 'http://keycloak.invalid/realms/demo', user }, NEVER);
    await expect(opening).rejects.toMatchObject({ exitCode: 2 });
  });
});

test('an issuer of another make is told from a realm that is missing', async () => {
  const port = await keycloakLike((path, { port: at }) =>
    path === '/.well-known/openid-configuration'
      ? { body: { issuer: `http://127.0.0.1:${at}`, token_endpoint: `http://127.0.0.1:${at}/token` } }
      : { status: 404, body: 'no' },
  );
  const provider = await openIssuer({ plan: REALM, issuer: `http://127.0.0.1:${port}/realms/demo`, user }, NEVER);
  expect(stateOf((await provider.inspect(NEVER)).findings, 'realm')).toMatchObject({
    state: 'missing',
    saw: expect.stringMatching(/is an issuer, and no Keycloak$/),
    byHand: `Name the issuer itself: --idp http://127.0.0.1:${port}`,
  });
});

test('an issuer of another make is not told the password of an admin', async () => {
  const asked: string[] = [];
  const port = await keycloakLike((path, { port: at }) => {
    asked.push(path);
    return path === '/.well-known/openid-configuration'
      ? { body: { issuer: `http://127.0.0.1:${at}`, token_endpoint: `http://127.0.0.1:${at}/token` } }
      : { status: 404, body: 'no' };
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  await expect(openExisting({ plan: REALM, baseUrl, admin, user }, NEVER)).rejects.toMatchObject({
    message: `${baseUrl} is an issuer, and no Keycloak.`,
    next: expect.stringMatching(/^Leave KC_BOOTSTRAP_ADMIN_USERNAME/),
  });
  expect(asked.filter((path) => !path.endsWith('/.well-known/openid-configuration'))).toEqual([]);
});

test('a server whose clock is two minutes ahead is told by its Date', async () => {
  const date = new Date(Date.now() + 120_000).toUTCString();
  const port = await keycloakLike((path, { port }) =>
    path.endsWith('openid-configuration')
      ? { body: discoveryAt(`http://127.0.0.1:${port}`, 'demo'), headers: { date } }
      : refusal,
  );
  const provider = await openIssuer({ plan: REALM, issuer: `http://127.0.0.1:${port}/realms/demo`, user }, NEVER);
  expect(stateOf((await provider.inspect(NEVER)).findings, 'clock')).toMatchObject({
    state: 'different',
    saw: expect.stringMatching(/1(19|20) s ahead/),
  });
});

describe('a Keycloak that cannot be opened', () => {
  const open = (port: number) => openExisting({ plan: REALM, baseUrl: `http://127.0.0.1:${port}`, admin, user }, NEVER);
  const realmThere: Answers = (path, { port }) =>
    path.endsWith('openid-configuration') ? { body: discoveryAt(`http://127.0.0.1:${port}`, 'master') } : refusal;

  test('because it asks for HTTPS: the way out is named', async () => {
    const body = { error: 'invalid_request', error_description: 'HTTPS required' };
    const port = await keycloakLike(() => ({ status: 403, body }));
    await expect(open(port)).rejects.toMatchObject({
      message: expect.stringMatching(/HTTPS required/),
      next: expect.stringMatching(/kcadm/),
    });
  });

  test('because its admin is refused', async () => {
    const port = await keycloakLike(realmThere);
    await expect(open(port)).rejects.toMatchObject({ exitCode: 4, next: expect.stringMatching(/KC_BOOTSTRAP_ADMIN/) });
  });

  test.each([
    ['Account is not fully set up', /temporary one/, /Log in to the admin console once/],
    ['Account disabled', /switched off/, /another admin/],
    ['Invalid user credentials', /a locked account and one that wants a one-time code/, /KC_BOOTSTRAP_ADMIN/],
  ])('because its admin is refused: %s', async (said, why, next) => {
    const body = { error: 'invalid_grant', error_description: said };
    const port = await keycloakLike((path, origin) =>
      path.endsWith('openid-configuration') ? realmThere(path, origin, '') : { status: 400, body },
    );
    await expect(open(port)).rejects.toMatchObject({
      exitCode: 4,
      why: expect.stringMatching(why),
      next: expect.stringMatching(next),
    });
  });

  test('because it is none', async () => {
    const port = await keycloakLike(() => ({ status: 404, body: 'not here' }));
    await expect(open(port)).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(/No Keycloak answers/),
    });
  });

  test('because nothing listens', async () => {
    const port = await keycloakLike(realmThere);
    servers.splice(0).map((server) => server.close());
    await expect(open(port)).rejects.toMatchObject({ exitCode: 5, why: expect.stringMatching(/ECONNREFUSED/) });
  });

  test('never with its password in the error', async () => {
    const port = await keycloakLike(realmThere);
    const error = await open(port).catch((thrown) => thrown);
    expect(JSON.stringify([error.message, error.why, error.next])).not.toContain('password=');
  });
});
