import { readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { KeySource } from '../../services/tool-server/key-source.ts';
import { Verification } from '../../services/tool-server/verification.ts';
import { TokenVerifier } from '../../services/tool-server/verifier.ts';
import { HttpClient } from '../../services/wire/http.ts';
import { hopSchema } from '../../src/evidence/hop.ts';
import { newTraceId, traceIdOf, traceparent } from '../../src/evidence/traceparent.ts';
import { AUDIENCE, claimsOf, freePort, newKey, openIssuer, openTool, sign } from './tool-server-lab.ts';

/** What the tool server asks of its identity provider, and what it says while that cannot be had. */
const NOBODY = { hop: () => {}, print: () => '' };
type Closable = { close(): Promise<void> };
const open: Closable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function opened<One extends Closable>(one: Promise<One>): Promise<One> {
  open.push(await one);
  return one;
}

test('discovery and keys are fetched once, however many calls come', async () => {
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key]));
  const tool = await opened(openTool(issuer.issuer));
  const token = await sign(claimsOf(issuer.issuer), key);
  const answers = await Promise.all(Array.from({ length: 20 }, () => tool.ask(`Bearer ${token}`)));
  expect(answers.map(({ status }) => status)).toEqual(new Array(20).fill(200));
  expect(issuer.asked.map(({ path }) => path)).toEqual([
    '/realms/demo/.well-known/openid-configuration',
    '/realms/demo/certs',
  ]);
});

test('a provider that is down at the start: 503 with a sentence, and recovery without a restart', async () => {
  const key = await newKey('k1');
  const port = await freePort();
  const tool = await opened(openTool(`http://localhost:${port}/realms/demo`));
  const token = await sign(claimsOf(`http://localhost:${port}/realms/demo`), key);
  const down = await tool.ask(`Bearer ${token}`);
  expect(down).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' },
  });
  expect(down.body).toContain(
    `The identity provider does not answer at http://localhost:${port}/realms/demo/.well-known/`,
  );
  expect(down.body).toContain('ECONNREFUSED');
  expect(tool.logs).toContain(down.body.trimEnd());
  expect(await tool.ask(undefined)).toMatchObject({ status: 401 });

  await opened(openIssuer([key], port));
  expect(await tool.ask(`Bearer ${token}`)).toMatchObject({ status: 200, body: 'Hello, world!' });
});

test('a provider that answers an error: 503 that names it', async () => {
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key]));
  issuer.failsWith = 403;
  const tool = await opened(openTool(issuer.issuer));
  const { status, body } = await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), key)}`);
  expect(status).toBe(503);
  expect(body).toBe(`The identity provider answers 403 at ${issuer.issuer}/.well-known/openid-configuration.\n`);
});

test('a provider that calls itself otherwise: 503 that names both strings', async () => {
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key]));
  issuer.calledItself = issuer.issuer.replace('localhost', '127.0.0.1');
  const tool = await opened(openTool(issuer.issuer));
  const { status, body } = await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), key)}`);
  expect(status).toBe(503);
  expect(body).toContain(`"${issuer.calledItself}"`);
  expect(body).toContain(`"${issuer.issuer}"`);
  expect(tool.logs).toContain(body.trimEnd());
});

test('a provider whose name leads nowhere from here is asked where it is', async () => {
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key]));
  issuer.calledItself = 'http://localhost:1/realms/demo';
  const tool = await opened(openTool(issuer.calledItself, { issuerAt: issuer.issuer }));
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.calledItself), key)}`)).toMatchObject({ status: 200 });
  // Where it is asked is no name of it.
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), key)}`)).toMatchObject({ status: 401 });
});

test('a new key is fetched when a token names it, and no more than once within the cool-down', async () => {
  // All of them before: a machine that is loaded takes its time to make one, and the cool-down is over.
  const [first, second, third] = [await newKey('k1'), await newKey('k2'), await newKey('k3')];
  const issuer = await opened(openIssuer([first]));
  const tool = await opened(openTool(issuer.issuer));
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), first)}`)).toMatchObject({ status: 200 });

  issuer.keys = [second.jwk];
  const rotated = await sign(claimsOf(issuer.issuer), second);
  const answers = await Promise.all([tool.ask(`Bearer ${rotated}`), tool.ask(`Bearer ${rotated}`)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(issuer.asked).toHaveLength(4);

  const unknown = await sign(claimsOf(issuer.issuer), third);
  for (let call = 0; call < 5; call++) expect(await tool.ask(`Bearer ${unknown}`)).toMatchObject({ status: 401 });
  expect(issuer.asked).toHaveLength(4);
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), first)}`)).toMatchObject({ status: 401 });
});

test('a provider that goes away later costs nothing but new keys', async () => {
  const key = await newKey('k1');
  const issuer = await openIssuer([key]);
  const tool = await opened(openTool(issuer.issuer));
  const token = await sign(claimsOf(issuer.issuer), key);
  expect(await tool.ask(`Bearer ${token}`)).toMatchObject({ status: 200 });
  await issuer.close();
  expect(await tool.ask(`Bearer ${token}`)).toMatchObject({ status: 200 });
  const unknown = await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), await newKey('k9'))}`);
  expect(unknown.status).toBe(401);
  expect(unknown.body).toContain('failed to verify signature: fetching keys');
});

test('keys that are for something else are not used, and one that is broken costs the others nothing', async () => {
  const key = await newKey('k1');
  const encryption = await newKey('k2');
  const short = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const issuer = await opened(openIssuer([key]));
  issuer.keys = [
    { kty: 'RSA', kid: 'broken', n: '!', e: 5 },
    { ...encryption.jwk, use: 'enc' },
    { ...(await exportJWK(short.publicKey)), kid: 'k5', alg: 'RS512' },
    key.jwk,
  ];
  const tool = await opened(openTool(issuer.issuer));
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), key)}`)).toMatchObject({ status: 200 });
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), encryption)}`)).toMatchObject({ status: 401 });
  const other = new SignJWT(claimsOf(issuer.issuer)).setProtectedHeader({ alg: 'RS256', kid: 'k5' });
  expect(await tool.ask(`Bearer ${await other.sign(short.privateKey)}`)).toMatchObject({ status: 401 });
});

test.each([
  ['a kid that is a number', { kid: 5 }],
  ['a kid that is null', { kid: null }],
  ['an alg that is null', { alg: null }],
  ['a key type that nobody knows', { kty: 'AKP', pub: 'x' }],
  ['null', null],
  ['a text', 'key'],
])('a key set in which one entry is odd (%s) serves with the others', async (_, odd) => {
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key]));
  issuer.keys = [isObject(odd) ? { ...key.jwk, ...odd } : odd, key.jwk];
  const tool = await opened(openTool(issuer.issuer));
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), key)}`)).toMatchObject({ status: 200 });
});

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

test('a key that was replaced under the same id is noticed when its first token comes', async () => {
  const [first, second] = [await newKey('k1'), await newKey('k1')];
  const issuer = await opened(openIssuer([first]));
  const tool = await opened(openTool(issuer.issuer));
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), first)}`)).toMatchObject({ status: 200 });
  issuer.keys = [second.jwk];
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), second)}`)).toMatchObject({ status: 200 });
  expect(await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), first)}`)).toMatchObject({ status: 401 });
});

test('a key that was withdrawn is trusted no longer than the key set may be old, and while nobody can be asked', async () => {
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key]));
  const client = new HttpClient();
  open.push(client);
  const source = new KeySource(issuer.issuer, client, NOBODY, { maxAge: 0, coolDown: 0 });
  const verifier = new TokenVerifier(issuer.issuer, AUDIENCE, source);
  const token = await sign(claimsOf(issuer.issuer), key);
  await verifier.verify(token, undefined, new Verification());
  issuer.failsWith = 500;
  await verifier.verify(token, undefined, new Verification());
  issuer.failsWith = undefined;
  issuer.keys = [];
  await expect(verifier.verify(token, undefined, new Verification())).rejects.toThrow(
    'failed to verify id token signature',
  );
});

test('a traced call is reported twice as a hop, its trace goes on to the provider, and no credential shows', async () => {
  const key = await newKey('k1');
  const port = await freePort();
  const tool = await opened(openTool(`http://localhost:${port}/realms/demo`));
  expect(await tool.ask('Bearer x')).toMatchObject({ status: 503 });
  const issuer = await opened(openIssuer([key], port));
  const token = await sign(claimsOf(issuer.issuer), key);
  const traceId = newTraceId();
  const headers = { traceparent: traceparent(traceId) };
  await tool.ask(`Bearer ${token}`, { headers, path: `/x?t=${token}` });
  await tool.ask('Bearer opaque-token-of-another-kind', { headers });
  await tool.ask(`Bearer ${token}`, { headers: { traceparent: 'nonsense' } });
  await tool.ask(`Bearer ${token}`);

  const fetched = issuer.asked.filter((asked) => asked.headers.traceparent);
  expect(fetched.map((asked) => traceIdOf(asked.headers.traceparent))).toEqual([traceId, traceId]);
  const hops = tool.hops.filter(({ to, traceId: trace }) => to === 'tool' && trace).map((hop) => hopSchema.parse(hop));
  expect(hops).toHaveLength(4);
  const [came, answered, , refused] = hops;
  expect(came).toMatchObject({
    traceId,
    from: 'mcp',
    to: 'tool',
    carrier: 'Authorization: Bearer',
    credential: { text: 'eyJ...' },
  });
  expect(came?.answer).toBeUndefined();
  expect(answered).toMatchObject({ id: came?.id, answer: { status: '200', ok: true, text: 'Hello, world!' } });
  expect(refused).toMatchObject({
    answer: { status: '401', ok: false, text: expect.stringContaining('malformed jwt') },
  });
  expect(refused?.exchange.response?.headers['www-authenticate']).toContain('invalid_token');
  const everything = JSON.stringify([tool.hops, tool.logs]);
  expect(everything).not.toContain(token.split('.')[2]);
  expect(everything).not.toContain('opaque-token');
});

test('what it asks its provider is told as hops of its own, and so is that no answer came', async () => {
  const port = await freePort();
  const tool = await opened(openTool(`http://localhost:${port}/realms/demo`));
  await tool.ask('Bearer x');
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key], port));
  const token = await sign(claimsOf(issuer.issuer), key);
  const traceId = newTraceId();
  await tool.ask(`Bearer ${token}`, { headers: { traceparent: traceparent(traceId) } });
  const asked = tool.hops.filter(({ to }) => to === 'identity').map((hop) => hopSchema.parse(hop));
  for (const hop of asked)
    expect(hop).toMatchObject({ from: 'tool', seenBy: 'sender', aside: true, credential: { text: '' } });
  expect(asked[1]?.answer).toMatchObject({ status: 'none', ok: false, text: expect.stringContaining('ECONNREFUSED') });
  const [discovery, keys] = asked.filter(({ answer }) => answer?.ok);
  expect(discovery).toMatchObject({
    traceId,
    request: 'GET /realms/demo/.well-known/openid-configuration',
    answer: { status: '200', text: `its keys are at ${issuer.issuer}/certs` },
    exchange: { response: { status: 200, body: expect.stringContaining('jwks_uri') } },
  });
  expect(keys).toMatchObject({
    request: 'GET /realms/demo/certs',
    answer: { text: '1 public key' },
    exchange: { response: { body: expect.stringContaining('"kid":"k1"') } },
  });
});

test('a provider that answers nonsense, or an error, is told with what it answered', async () => {
  const issuer = await opened(openIssuer([]));
  issuer.failsWith = 403;
  const tool = await opened(openTool(issuer.issuer));
  await tool.ask('Bearer x');
  expect(tool.hops.filter(({ to, answer }) => to === 'identity' && answer).at(-1)).toMatchObject({
    answer: { status: '403', ok: false, text: 'no document' },
  });
});

test('a call that brings a token and no trace is told, so that a server which passes none on can be looked behind', async () => {
  const key = await newKey('k1');
  const issuer = await opened(openIssuer([key]));
  const tool = await opened(openTool(issuer.issuer));
  await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), key)}`);
  // The lab looks so whether it is there.
  await tool.ask(undefined);
  await tool.ask(undefined, { headers: { 'user-agent': 'python-httpx/0.28.1' } });
  const calls = tool.hops.filter(({ to, answer }) => to === 'tool' && answer);
  expect(calls).toMatchObject([
    { from: 'mcp', credential: { text: 'eyJ...' }, answer: { status: '200' } },
    { from: 'mcp', credential: { text: '' }, answer: { status: '401' } },
  ]);
  expect(calls[0]).not.toHaveProperty('traceId');
  // By the hop, its lines are known to be of that call.
  expect(tool.lines.filter(({ traceId }) => traceId === calls[0]?.id).map(({ line }) => line)).toEqual([
    expect.stringMatching(/^Validating token eyJ\.\.\. /),
    expect.stringMatching(/^Received access token with Subject /),
  ]);
});

test('an issuer that is no URL is an error of usage', async () => {
  await expect(openTool('demo')).rejects.toMatchObject({ kind: 'usage', message: 'The issuer "demo" is not a URL.' });
});

test('it names the jose that it is built with', async () => {
  const tool = await opened(openTool('http://localhost:1/realms/demo'));
  const { version } = JSON.parse(readFileSync('node_modules/jose/package.json', 'utf8'));
  expect(`jose ${version}`).toContain(tool.version);
});
