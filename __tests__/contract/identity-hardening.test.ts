import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { RevokedTokens } from '../../services/identity/embedded/revoked-tokens.ts';
import { UserSessions } from '../../services/identity/embedded/user-sessions.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import { IdentityAsker, readAnswer, sendTo } from './identity-asker.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { PROTOCOL, passwordGrant, refreshGrant } from './identity-rows.ts';

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.part.close());

const target = () => ({ baseUrl: embedded.part.url, username: USERNAME, password: PASSWORD });
const asker = new IdentityAsker(target);
const port = () => Number(new URL(embedded.part.url).port);
const METADATA = '/realms/demo/.well-known/openid-configuration';

/** Sends bytes as they are, and reads until the server closes. Returns status and body. */
async function raw(...parts: (string | Buffer)[]): Promise<{ status: number; body: string }> {
  const socket = connect(port(), '127.0.0.1');
  const answer = text(socket);
  for (const part of parts) socket.write(part);
  const whole = await answer;
  return { status: Number(whole.split(' ')[1]), body: whole.slice(whole.indexOf('\r\n\r\n') + 4) };
}

function request(path: string, headers: string[], method = 'GET'): string {
  return [`${method} ${path} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');
}

describe('Host names', () => {
  test.each(['localhost:1234', 'LOCALHOST', '127.0.0.1', '127.1.2.3:80', '[::1]:8080'])('%s is ours', async (host) => {
    const { status, body } = await raw(request(METADATA, [`Host: ${host}`]));
    expect([status, JSON.parse(body).issuer]).toEqual([200, `${new URL(`http://${host}`).origin}/realms/demo`]);
  });

  test.each([
    'elsewhere.example',
    'localhost.elsewhere.example',
    '127.0.0.1.elsewhere.example:8080',
    '10.0.0.1',
    'user@localhost',
    'localhost:99999',
    '127.0.0.999',
    '',
  ])('"%s" gets no answer', async (host) => {
    const { status, body } = await raw(request(METADATA, [`Host: ${host}`]));
    expect([status, JSON.parse(body).error]).toEqual([400, 'invalid_request']);
  });

  test('a request of HTTP/1.0 names none', async () => {
    expect((await raw(`GET ${METADATA} HTTP/1.0\r\n\r\n`)).status).toBe(400);
  });

  test('many names leave the provider as it was', async () => {
    for (let at = 2000; at < 2040; at++)
      expect((await raw(request(METADATA, [`Host: localhost:${at}`]))).status).toBe(200);
    const { access_token } = await asker.logIn();
    await asker.verified(access_token);
  });
});

describe('broken input is answered with a 4xx in the form of an OAuth error', () => {
  const token = `${PROTOCOL}/token`;
  const form = 'Content-Type: application/x-www-form-urlencoded';
  const post = (length: number | string, ...more: string[]) =>
    request(token, ['Host: localhost', form, `Content-Length: ${length}`, ...more], 'POST');

  test.each<[string, () => (string | Buffer)[], number]>([
    ['no HTTP', () => ['rubbish\r\n\r\n'], 400],
    ['an unknown method', () => [request(METADATA, ['Host: localhost'], 'BREW')], 400],
    ['TRACE', () => [request(METADATA, ['Host: localhost'], 'TRACE')], 404],
    ['a header flood', () => [request(METADATA, ['Host: localhost', `X: ${'x'.repeat(40_000)}`])], 431],
    ['two lengths', () => [post(1, 'Content-Length: 2'), 'a'], 400],
    ['a length that is no number', () => [post('x'), 'a'], 400],
    ['bytes that are not UTF-8', () => [post(12), Buffer.from('username=\xff\xfe\xfd', 'latin1')], 400],
    ['an announced body of 10 MB', () => [post(10_000_000), Buffer.alloc(10_000_000, 'a')], 413],
    [
      'a chunked body of 10 MB',
      () => [
        request(token, ['Host: localhost', form, 'Transfer-Encoding: chunked'], 'POST'),
        ...Array.from({ length: 10 }, () => `f4240\r\n${'a'.repeat(1_000_000)}\r\n`),
        '0\r\n\r\n',
      ],
      413,
    ],
    ['an encoded path', () => [request('/realms/d%65mo', ['Host: localhost'])], 400],
    ['a path upwards', () => [request('/realms/demo/../demo', ['Host: localhost'])], 400],
    ['a URL as path', () => [request('http://localhost/realms/demo', ['Host: localhost'])], 400],
    ['the name of an object property', () => [request('/realms/demo/__proto__', ['Host: localhost'])], 404],
  ])('%s', async (_, parts, status) => {
    const answer = await raw(...parts());
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([status, expect.any(String)]);
  });

  test.each([
    'grant_type=password&client_id=llama-stack&username=%zz&password=%',
    'grant_type=password&client_id=llama-stack&username=%ff%fe&password=x',
    'grant_type=password&client_id=llama-stack&username=a%00b&password=x',
    `grant_type=password&client_id=llama-stack&username=${'x'.repeat(15_000)}&password=x`,
    '&&&===&grant_type=password&client_id=__proto__',
    Array.from({ length: 1500 }, (_, at) => `p${at}=1`).join('&'),
    'grant_type=constructor&client_id=llama-stack',
  ])('form %#', async (body) => {
    const answer = await asker.answerTo({ path: token, body });
    expect([400, 401]).toContain(answer.status);
    expect(answer.body).toEqual({ error: expect.any(String), error_description: expect.any(String) });
  });

  test.each([
    '',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/x-www-form-urlencodedx',
  ])('content type "%s"', async (type) => {
    const answer = await asker.answerTo({
      path: token,
      body: 'grant_type=password',
      headers: { 'content-type': type },
    });
    expect(answer).toEqual({
      status: 400,
      body: { error: 'invalid_request', error_description: 'Missing form parameter: grant_type' },
    });
  });

  test('what hangs half-open ends with the server', async () => {
    const { part } = await startEmbedded();
    const socket = connect(Number(new URL(part.url).port), '127.0.0.1');
    const ended = text(socket).catch(() => '');
    socket.write(
      'POST /realms/demo/protocol/openid-connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\ngrant',
    );
    await new Promise((resolve) => socket.once('ready', resolve));
    await part.close();
    await ended;
    await expect(sendTo(part.url, { path: '/realms/demo' })).rejects.toThrow();
  });
});

test('a port that is taken and pinned is an error which names it', async () => {
  const listen = { host: '127.0.0.1', port: port(), pinned: true };
  await expect(startEmbedded({ listen })).rejects.toMatchObject({
    kind: 'part-unreachable',
    message: `Port ${port()} is taken.`,
  });
});

test('key and user id are new at each start, so that a token of before is no token', async () => {
  const { access_token, refresh_token } = await asker.logIn();
  const other = await startEmbedded();
  try {
    const otherAsker = new IdentityAsker(() => ({ ...target(), baseUrl: other.part.url }));
    await expect(otherAsker.verified(access_token)).rejects.toThrow(/no applicable key/);
    const answer = await otherAsker.answerTo(refreshGrant(refresh_token));
    expect(answer.body).toMatchObject({ error_description: 'Invalid refresh token' });
  } finally {
    await other.part.close();
  }
});

test('expired tokens are refused as Keycloak refuses them', async () => {
  const realm = { ...REALM, accessTokenLifespan: 0, ssoSessionIdleTimeout: 0 };
  const { part } = await startEmbedded({ realm });
  try {
    const short = new IdentityAsker(() => ({ ...target(), baseUrl: part.url }));
    const { access_token, refresh_token } = await short.logIn({ scope: 'openid' });
    expect(await short.answerTo(refreshGrant(refresh_token))).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token is not active' },
    });
    const logout = { path: `${PROTOCOL}/logout`, fields: { client_id: 'llama-stack', refresh_token } };
    expect((await short.send(logout)).status).toBe(204);
    const refused = await short.userinfo({ authorization: `Bearer ${access_token}` });
    expect(refused.headers.get('www-authenticate')).toContain('Token verification failed');
  } finally {
    await part.close();
  }
});

test('logins at once do not mix: each gets a session of its own, and the wrong ones none', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      asker.answerTo(
        passwordGrant(at % 3 === 0 ? { password: 'wrong' } : { scope: at % 3 === 1 ? 'tool-audience' : 'email' })(
          target(),
        ),
      ),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map((_, at) => (at % 3 === 0 ? 400 : 200)));
  const granted = answers.flatMap(({ status, body }) => (status === 200 ? [body as { session_state: string }] : []));
  expect(new Set(granted.map(({ session_state }) => session_state)).size).toBe(40);
});

test('a session ends in time, and never more than ten thousand are kept', () => {
  let now = 1_000_000;
  const sessions = new UserSessions(() => now);
  const first = sessions.open(1000);
  for (let made = 0; made < 25_000; made++) sessions.open(1000);
  expect(sessions.size).toBe(10_000);
  expect(sessions.isActive(first)).toBe(false);
  const last = sessions.open(1000);
  const unused = sessions.open(1000);
  now += 500;
  sessions.extend(last, 1000);
  now += 900;
  const later = sessions.open(1000);
  expect([last, unused, later].map((sid) => sessions.isActive(sid))).toEqual([true, false, true]);
  sessions.extend(unused, 1000);
  expect(sessions.isActive(unused)).toBe(false);
  sessions.end(last);
  sessions.extend(last, 1000);
  expect(sessions.isActive(last)).toBe(false);
});

test('revoked tokens are remembered until they would have expired, and never more than ten thousand of them', () => {
  let now = 1_000_000;
  const revoked = new RevokedTokens(() => now);
  for (let added = 0; added < 25_000; added++) revoked.add(`token-${added}`, now + 1000);
  expect([revoked.size, revoked.has('token-0'), revoked.has('token-24999')]).toEqual([10_000, false, true]);
  now += 1001;
  revoked.add('later', now + 1000);
  revoked.add('expired', now);
  expect(['token-24999', 'later', 'expired'].map((jti) => revoked.has(jti))).toEqual([false, true, false]);
});

test('a root path tells a person where the realm is', async () => {
  const response = await asker.send({ path: '/' });
  expect(await response.text()).toContain(`${embedded.part.url}/realms/demo`);
});

test('HEAD answers as GET does, without a body; a preflight is answered', async () => {
  const head = await asker.send({ method: 'HEAD', path: METADATA });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const preflight = await asker.send({
    method: 'OPTIONS',
    path: `${PROTOCOL}/token`,
    headers: { origin: 'http://elsewhere.example', 'access-control-request-method': 'POST' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([200, 'POST, OPTIONS']);
  expect(await readAnswer(await asker.send({ method: 'OPTIONS', path: '/nope' }))).toMatchObject({ status: 404 });
});
