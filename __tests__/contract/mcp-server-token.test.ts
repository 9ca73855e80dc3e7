import {
  callFetch,
  connect,
  type McpLab,
  openMcp,
  openSession,
  openTarget,
  send,
  type Target,
  toolsCall,
  type Way,
} from './mcp-server-lab.ts';
import {
  claimsOf,
  type Issuer,
  newKey,
  openIssuer,
  openTool,
  type SigningKey,
  sign,
  type ToolLab,
} from './tool-server-lab.ts';

/** Where the caller's token goes, and where it never does. */
let key: SigningKey;
let issuer: Issuer;
let tool: ToolLab;
let mcp: McpLab;
let stranger: Target;
let allowed: Target;
let good: string;

beforeAll(async () => {
  key = await newKey('k1');
  issuer = await openIssuer([key]);
  tool = await openTool(issuer.issuer);
  stranger = await openTarget((_, response) => response.end('stranger'));
  allowed = await openTarget((path, response) => {
    if (path === '/away') response.writeHead(302, { location: `${stranger.url}/stolen` });
    if (path === '/home') response.writeHead(307, { location: '/' });
    response.end('allowed');
  });
  mcp = await openMcp([tool.url, allowed.url]);
  good = await sign(claimsOf(issuer.issuer), key);
});
afterAll(async () => {
  for (const part of [mcp, tool, issuer, stranger, allowed]) await part.close();
});
beforeEach(() => {
  stranger.asked.splice(0);
  allowed.asked.splice(0);
  stranger.connections = 0;
});

const withKey = (apiKey: string | undefined) => (apiKey === undefined ? undefined : { api_key: apiKey });

async function call(url: string, apiKey?: string) {
  const client = await connect(mcp.url, 'Streamable HTTP');
  try {
    return await callFetch(client, url, withKey(apiKey));
  } finally {
    await client.close();
  }
}

test('an origin that is not allowed is not asked, and the answer says why', async () => {
  const { text, isError } = await call(`${stranger.url}/x`, good);
  expect(isError).toBe(true);
  expect(text).toBe(
    `Error executing tool fetch: The URL was not fetched and the token was not sent: ${stranger.url} is not on the list of origins that may receive the token (${tool.url}, ${allowed.url}).`,
  );
  expect(stranger.asked).toEqual([]);
  expect(mcp.logs.map(({ line }) => line)).toContainEqual(expect.stringContaining('The token was not sent'));
});

test('an api_key that begins with a blank is a token, too: it goes on as it is, and to no other origin', async () => {
  expect(await call(`${stranger.url}/x`, ' x')).toMatchObject({
    isError: true,
    text: expect.stringContaining('The URL was not fetched and the token was not sent'),
  });
  expect(stranger.asked).toEqual([]);
  expect(await call(tool.url, ` ${good}`)).toMatchObject({ isError: true, text: expect.stringContaining('401') });
  expect(await call(`${allowed.url}/x`, ' x')).toEqual({ text: 'allowed', isError: false });
  expect(allowed.asked[0]?.headers.authorization).toBe('Bearer  x');
});

const port = (url: string) => new URL(url).port;
test.each([
  ['another port', () => `http://localhost:${port(stranger.url)}/`],
  ['the allowed origin as user name', () => `http://${new URL(tool.url).host}@127.0.0.1:${port(stranger.url)}/`],
  [
    'the allowed origin as user name, with a backslash',
    () => `http://127.0.0.1:${port(stranger.url)}\\@${new URL(tool.url).host}/`,
  ],
  ['the allowed host as a subdomain', () => `http://localhost.evil.invalid:${port(tool.url)}/`],
  ['another scheme', () => tool.url.replace('http:', 'https:')],
  ['a host far away, of which not even the name is looked up', () => 'http://evil.invalid/'],
  ['the IPv6 loopback address, where somebody else may listen', () => `http://[::1]:${port(tool.url)}/`],
])('the token does not go to %s', async (_, url) => {
  expect(await call(url(), good)).toMatchObject({ isError: true, text: expect.not.stringContaining('Errno') });
  expect(stranger.asked).toEqual([]);
});

test('localhost and 127.0.0.1 of an allowed port are one origin', async () => {
  expect(await call(tool.url.replace('localhost', '127.0.0.1'), good)).toEqual({
    text: 'Hello, world!',
    isError: false,
  });
  expect(await call(tool.url.replace('localhost', 'LOCALHOST'), good)).toEqual({
    text: 'Hello, world!',
    isError: false,
  });
});

test('no redirect is followed, with the token or without', async () => {
  for (const path of ['/away', '/home']) {
    const { text, isError } = await call(`${allowed.url}${path}`, good);
    expect(isError).toBe(true);
    expect(text).toContain('Redirect location:');
  }
  expect(await call(`${allowed.url}/away`)).toMatchObject({ isError: true });
  expect(allowed.asked.map(({ path }) => path)).toEqual(['/away', '/home', '/away']);
  expect(stranger.connections).toBe(0);
});

test('without a token any origin is asked, with no Authorization header', async () => {
  expect(await call(`${stranger.url}/x`)).toEqual({ text: 'stranger', isError: false });
  expect(stranger.asked[0]?.headers.authorization).toBeUndefined();
});

test('user name and password of a URL are not sent', async () => {
  await call(stranger.url.replace('//', '//alan:hunter2@'));
  expect(stranger.asked[0]?.headers.authorization).toBeUndefined();
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[fe80::1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://2852039166/',
])('a link-local address is never asked: %s', async (url) => {
  expect(await call(url)).toMatchObject({ isError: true, text: expect.stringContaining('is a link-local address') });
});

test('a token is used for its one call only', async () => {
  const client = await connect(mcp.url, 'SSE');
  await callFetch(client, `${allowed.url}/1`, { api_key: good });
  await callFetch(client, `${allowed.url}/2`);
  await client.close();
  expect(allowed.asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${good}`, undefined]);
});

test('the bearer token of one request does not stay with its session', async () => {
  const headers = await openSession(mcp.url);
  const authorized = await send(`${mcp.url}/mcp`, {
    headers: { ...headers, authorization: `Bearer ${good}` },
    body: toolsCall(1, { url: tool.url }),
  });
  const plain = await send(`${mcp.url}/mcp`, { headers, body: toolsCall(2, { url: tool.url }) });
  expect(authorized.body).toContain('Hello, world!');
  expect(plain.body).toContain('401 Unauthorized');
});

test.each(['hunter2', 'a-key-of-mine-that-is-long'])(
  'a key shows in no line of the log, wherever else it stands: %s',
  async (key) => {
    const before = mcp.logs.length;
    await call(`${tool.url}/v1/${key}?q=${key}`, key);
    const lines = mcp.logs.slice(before).map(({ line }) => line);
    expect(lines.filter((line) => line.includes('/v1/'))).toHaveLength(2);
    expect(lines.filter((line) => line.includes(key))).toEqual([]);
  },
);

test('no part of a token shows in the log', () => {
  const log = [...mcp.logs.map(({ line }) => line), ...tool.logs].join('\n');
  expect(log).toContain('token eyJ...');
  for (const part of good.split('.')) expect(log).not.toContain(part);
});

test('thousands of calls at once, with good, expired and no tokens, and none gets the answer of another', async () => {
  const subjects = Array.from({ length: 8 }, (_, index) => `subject-${index}`);
  const tokens = await Promise.all(subjects.map((sub) => sign(claimsOf(issuer.issuer, { sub }), key)));
  const expired = await sign(claimsOf(issuer.issuer, { exp: 1 }), key);
  const echo = await openTarget((_, response) => response.end('x'));
  const echoing = await openMcp([echo.url, tool.url]);
  const ways: Way[] = ['SSE', 'Streamable HTTP'];
  const clients = await Promise.all(
    Array.from({ length: 12 }, (_, index) => connect(echoing.url, ways[index % 2] ?? 'SSE')),
  );
  const kinds = [...tokens, expired, undefined, 'some-api-key'];
  let mixed = 0;
  let calls = 0;
  await Promise.all(
    clients.map(async (client, index) => {
      for (let round = 0; round < 20; round++) {
        const answers = await Promise.all(
          kinds.map(async (apiKey, kind) => {
            const { text } = await callFetch(client, `${tool.url}/${index}-${round}-${kind}`, withKey(apiKey));
            const isGood = apiKey !== undefined && tokens.includes(apiKey);
            return isGood
              ? text === 'Hello, world!'
              : text.includes(`401 Unauthorized' for url '${tool.url}/${index}-${round}-${kind}'`);
          }),
        );
        calls += answers.length;
        mixed += answers.filter((right) => !right).length;
      }
      await Promise.all(kinds.map((apiKey, kind) => callFetch(client, `${echo.url}/${kind}`, withKey(apiKey))));
    }),
  );
  expect({ calls, mixed }).toEqual({ calls: 12 * 20 * kinds.length, mixed: 0 });
  const carried = echo.asked.map(({ path, headers }) => [path, headers.authorization]);
  const expected = clients.flatMap(() => kinds.map((apiKey, kind) => [`/${kind}`, apiKey && `Bearer ${apiKey}`]));
  expect(carried.sort()).toEqual(expected.sort());
  for (const client of clients) await client.close();
  await echoing.close();
  await echo.close();
});
