import { keyLikeThatOf, resigned, signedWithPublicKey } from '../../services/forge/signing.ts';
import { withoutSignature, withPayloadByteChanged } from '../../services/forge/tampering.ts';
import { hopSchema } from '../../src/evidence/hop.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import {
  callFetch,
  connect,
  INITIALIZE,
  type McpLab,
  openMcp,
  openSse,
  STREAMABLE,
  send,
  type Way,
} from './mcp-server-lab.ts';
import { claimsOf, type Issuer, newKey, openIssuer, type SigningKey, sign } from './tool-server-lab.ts';

/** The MCP server as a protected resource (MCP 2025-11-25, Authorization): which tokens let in, and what who brings none is told. */
let key: SigningKey;
let issuer: Issuer;
let mcp: McpLab;

const FOR_US = { aud: 'mcp-server', scope: 'email mcp-audience' };
beforeAll(async () => {
  key = await newKey('k1');
  issuer = await openIssuer([key]);
  const target = { audience: 'my-external-tool', scope: 'tool-audience' };
  const secret = new Secret('a-secret-of-the-mcp-server');
  const client = { issuer: issuer.issuer, clientId: 'mcp-server', scope: 'mcp-audience', secret, target };
  mcp = await openMcp(['http://localhost:10000'], { exchange: client });
});
afterAll(async () => {
  await mcp.close();
  await issuer.close();
});
beforeEach(() => mcp.hops.splice(0));

const mint = async (changes: Record<string, unknown> = {}) =>
  new Secret(await sign(claimsOf(issuer.issuer, { ...FOR_US, ...changes }), key));
const initialize = (token?: Secret, more: Record<string, string> = {}) =>
  send(`${mcp.url}/mcp`, {
    headers: { ...STREAMABLE, ...(token && { authorization: `Bearer ${token.reveal()}` }), ...more },
    body: JSON.stringify(INITIALIZE),
  });
/** What RFC 9728, section 5.1, and the MCP specification want in each challenge. */
const hints = (resource: string) =>
  `scope="mcp-audience", resource_metadata="${mcp.url}/.well-known/oauth-protected-resource${resource}"`;

test('a token that was issued for this server lets in', async () => {
  expect(await initialize(await mint())).toMatchObject({ status: 200 });
  expect(await initialize(await mint({ aud: ['account', 'mcp-server'] }))).toMatchObject({ status: 200 });
});

test.each([
  ['POST', '/mcp', '/mcp'],
  ['GET', '/mcp', '/mcp'],
  ['DELETE', '/mcp', '/mcp'],
  ['GET', '/sse', '/sse'],
  ['POST', '/messages/?session_id=00000000000000000000000000000000', '/sse'],
])(
  '%s %s without a token: 401, the way to one, and no error code (RFC 6750, section 3)',
  async (method, path, resource) => {
    const answer = await send(`${mcp.url}${path}`, { method });
    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': `Bearer ${hints(resource)}` } });
    expect(JSON.parse(answer.body)).toMatchObject({
      jsonrpc: '2.0',
      error: { message: expect.stringMatching(/no token/) },
    });
  },
);

test.each([['Basic eDp5'], ['Bearer'], ['Bearer a b'], ['token x']])('%s is no token', async (authorization) => {
  const { status, headers } = await initialize(undefined, { authorization });
  expect([status, headers['www-authenticate']]).toEqual([401, `Bearer ${hints('/mcp')}`]);
});

const HOUR = 3600;
const now = () => Math.floor(Date.now() / 1000);
const ORDER = ['form', 'algorithm', 'key', 'signature', 'not-before', 'expiry', 'issuer', 'audience', 'scope'];

type Row = [stoppedAt: string, what: string, token: () => Secret | Promise<Secret>];
const REFUSED: Row[] = [
  ['form', 'no dots', () => new Secret('an-opaque-token-of-nobody')],
  ['form', 'three parts of nothing', () => new Secret('a.b.c')],
  ['algorithm', 'alg none', async () => withoutSignature(await mint())],
  ['algorithm', 'HS256 with the public key', async () => signedWithPublicKey(await mint(), key.jwk)],
  ['key', 'an unknown kid', async () => new Secret(await sign(claimsOf(issuer.issuer, FOR_US), { ...key, kid: 'k9' }))],
  ['signature', 'one byte changed', async () => withPayloadByteChanged(await mint())],
  [
    'signature',
    'a key of one’s own',
    async () => {
      const token = await mint();
      return resigned(token, await keyLikeThatOf(token));
    },
  ],
  ['not-before', 'not valid yet', () => mint({ nbf: now() + HOUR })],
  ['expiry', 'expired', () => mint({ exp: now() - HOUR })],
  ['expiry', 'no expiry', () => mint({ exp: undefined })],
  ['issuer', 'another issuer', () => mint({ iss: 'http://localhost:9999/realms/evil' })],
  ['issuer', 'the same server by another name', () => mint({ iss: issuer.issuer.replace('localhost', '127.0.0.1') })],
  ['audience', 'for the tool', () => mint({ aud: 'my-external-tool' })],
  ['audience', 'for nobody', () => mint({ aud: undefined })],
  ['audience', 'by this server, but not for it', () => mint({ aud: 'account', azp: 'mcp-server' })],
];

test.each(REFUSED)('401 invalid_token at its %s: %s', async (stoppedAt, _, forge) => {
  const token = await forge();
  const { status, headers, body } = await initialize(token, { traceparent: traceparent(newTraceId()) });
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toMatch(
    /^Bearer error="invalid_token", error_description="[^"\\]{10,}", scope="mcp-audience", resource_metadata="[^"]+"$/,
  );
  expect(headers['www-authenticate']).toContain(hints('/mcp'));
  expect(JSON.parse(body)).toMatchObject({ error: { message: expect.stringMatching(/^The /) } });
  const hop = hopSchema.parse(mcp.hops.at(-1));
  expect(hop).toMatchObject({ to: 'mcp', request: 'POST /mcp', answer: { status: '401', ok: false } });
  expect(hop.answer?.checks?.map(({ id }) => id)).toEqual(ORDER.slice(0, ORDER.indexOf(stoppedAt) + 1));
  expect(hop.answer?.checks?.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual([stoppedAt]);
  expect(JSON.stringify([mcp.hops, mcp.logs])).not.toContain(token.reveal());
});

test.each<Way>(['Streamable HTTP', 'SSE'])(
  'a call that is let in over %s tells which checks its token passed',
  async (way) => {
    const token = await mint();
    const client = await connect(mcp.url, way, { authorization: `Bearer ${token.reveal()}` });
    await callFetch(client, 'http://localhost:9', { traceparent: traceparent(newTraceId()) });
    await client.close();
    const { answer } = hopSchema.parse(mcp.hops.findLast(({ to }) => to === 'mcp'));
    expect(answer?.checks?.map(({ id, passed }) => [id, passed])).toEqual(ORDER.map((id) => [id, true]));
    const saw = Object.fromEntries(answer?.checks?.map(({ id, saw }) => [id, saw]) ?? []);
    expect(saw).toMatchObject({ issuer: issuer.issuer, audience: 'mcp-server', scope: 'email mcp-audience' });
  },
);

test('403 insufficient_scope where only the scope is missing, with the one that is needed (RFC 6750, section 3.1)', async () => {
  for (const scope of ['email profile', 'mcp-audience-2', undefined]) {
    const { status, headers } = await initialize(await mint({ scope }));
    expect(status).toBe(403);
    expect(headers['www-authenticate']).toMatch(
      /^Bearer error="insufficient_scope", error_description="[^"]+", scope="mcp-audience", /,
    );
    expect(headers['www-authenticate']).toContain(hints('/mcp'));
  }
});

test.each(['', '/mcp', '/sse'])(
  'the document of the resource %j (RFC 9728) names it as the client does',
  async (resource) => {
    for (const name of ['localhost', '127.0.0.1']) {
      const url = mcp.url.replace(/localhost|127\.0\.0\.1/, name);
      const { status, headers, body } = await send(`${url}/.well-known/oauth-protected-resource${resource}`, {
        method: 'GET',
      });
      expect([status, headers['content-type']]).toEqual([200, 'application/json']);
      expect(JSON.parse(body)).toMatchObject({
        resource: `${url}${resource}`,
        authorization_servers: [issuer.issuer],
        scopes_supported: ['mcp-audience'],
        bearer_methods_supported: ['header'],
      });
    }
  },
);

/** Who knows the id of a session, and has a token of their own for this server. */
describe.each([
  ['another user', { sub: 'mallory' }],
  ['another client of the same user', { azp: 'mallorys-client' }],
  ['a token that names nobody', { sub: undefined }],
])('to %s there is no session but their own', (_, who) => {
  const bearer = (token: Secret) => ({ authorization: `Bearer ${token.reveal()}` });

  test('over Streamable HTTP: neither to post to, nor to end', async () => {
    const opened = await initialize(await mint());
    const session = { ...STREAMABLE, 'mcp-session-id': String(opened.headers['mcp-session-id']) };
    const ask = async (method: string, token: Secret) =>
      send(`${mcp.url}/mcp`, {
        method,
        headers: { ...session, ...bearer(token) },
        ...(method === 'POST' && { body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) }),
      });
    for (const method of ['POST', 'DELETE'])
      expect(await ask(method, await mint(who))).toMatchObject({
        status: 404,
        body: expect.stringContaining('Session not found'),
      });
    const anew = await mint({ exp: now() + 2 * HOUR });
    expect([await ask('POST', anew), await ask('DELETE', anew)]).toMatchObject([{ status: 200 }, { status: 204 }]);
  });

  test('over SSE: nothing of theirs is answered there', async () => {
    const stream = await openSse(mcp.url, bearer(await mint()));
    const { data: path } = await stream.next();
    const ask = async (id: number, token: Secret) =>
      send(`${mcp.url}${path}`, {
        headers: bearer(token),
        body: JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }),
      });
    expect(await ask(1, await mint(who))).toMatchObject({
      status: 404,
      body: expect.stringContaining('Could not find session'),
    });
    expect(await ask(2, await mint({ exp: now() + 2 * HOUR }))).toMatchObject({ status: 202 });
    expect(JSON.parse((await stream.next()).data)).toMatchObject({ id: 2 });
    stream.close();
  });
});

test('a server that passes tokens on is no protected resource, and asks for none', async () => {
  const open = await openMcp(['http://localhost:10000']);
  const { status } = await send(`${open.url}/.well-known/oauth-protected-resource`, { method: 'GET' });
  const { status: initialized } = await send(`${open.url}/mcp`, {
    headers: STREAMABLE,
    body: JSON.stringify(INITIALIZE),
  });
  await open.close();
  expect([status, initialized]).toEqual([404, 200]);
});

test('while the issuer cannot be asked, nobody is let in and nobody is told that their token is bad', async () => {
  const away = await openIssuer([key]);
  await away.close();
  const secret = new Secret('s');
  const target = { audience: 'my-external-tool', scope: 'tool-audience' };
  const exchange = { issuer: away.issuer, clientId: 'mcp-server', scope: 'mcp-audience', secret, target };
  const lost = await openMcp(['http://localhost:10000'], { exchange });
  const token = await mint({ iss: away.issuer });
  const { status, headers, body } = await send(`${lost.url}/mcp`, {
    headers: { ...STREAMABLE, authorization: `Bearer ${token.reveal()}` },
    body: JSON.stringify(INITIALIZE),
  });
  await lost.close();
  expect([status, headers['www-authenticate'], headers['retry-after']]).toEqual([503, undefined, '1']);
  expect(JSON.parse(body)).toMatchObject({ error: { message: expect.stringContaining(away.issuer) } });
});
