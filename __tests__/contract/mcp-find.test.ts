import { findMcp, mcpCandidates } from '../../services/clients/mcp-find.ts';
import type { McpTransport } from '../../services/clients/mcp-session.ts';
import { TutorialError } from '../../src/errors.ts';
import { type Hop, hopOf, type Observe } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { type Answering, guarded, type OtherServer, otherServer, sseAt, streamableAt } from './mcp-find-lab.ts';

const TOKEN = 'a-token-of-the-user';
const isTheUsers = (authorization: string) => authorization === `Bearer ${TOKEN}`;
const open: OtherServer[] = [];

afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

async function opened(answering: Answering): Promise<OtherServer> {
  const server = await otherServer(answering);
  open.push(server);
  return server;
}

interface Finding {
  readonly transport?: McpTransport;
  readonly token?: Secret | undefined;
  readonly observe?: Observe;
  readonly timeoutMs?: number;
}

function find(url: string, { transport, token = new Secret(TOKEN), ...wish }: Finding = {}) {
  const signal = new AbortController().signal;
  return findMcp(mcpCandidates(new URL(url), transport), async () => token, { signal, ...wish });
}

async function fault(url: string, how: Finding = {}): Promise<TutorialError> {
  const thrown = await find(url, how).catch((error: unknown) => error);
  if (!(thrown instanceof TutorialError)) throw new Error(`no TutorialError: ${thrown}`);
  return thrown;
}

const TOOLS = [{ name: 'greet', arguments: ['name'] }];

const FOUND: readonly (readonly [string, Answering, path: string, at: string, McpTransport, isProtected: boolean])[] = [
  ['Streamable HTTP, without a path', streamableAt('/mcp'), '', '/mcp', 'streamable-http', false],
  [
    'Streamable HTTP, with its path',
    streamableAt('/api/tools/'),
    '/api/tools/',
    '/api/tools/',
    'streamable-http',
    false,
  ],
  ['SSE, without a path', sseAt('/sse'), '', '/sse', 'sse', false],
  ['SSE, with its path', sseAt('/sse'), '/sse', '/sse', 'sse', false],
  ['SSE, at a path that does not say so', sseAt('/events'), '/events', '/events', 'sse', false],
  ['Streamable HTTP behind a guard', guarded(streamableAt('/mcp'), isTheUsers), '', '/mcp', 'streamable-http', true],
  ['SSE behind a guard that refuses any path', guarded(sseAt('/sse'), isTheUsers), '', '/sse', 'sse', true],
];

test.each(FOUND)('%s is found, and lists its tools', async (_, answering, path, at, transport, isProtected) => {
  const { url } = await opened(answering);
  const { found, tools } = await find(url + path);
  expect(found).toEqual({ endpoint: new URL(at, url), transport, isProtected });
  expect(tools).toEqual(TOOLS);
});

test('the transport that was named is the only one that is tried', async () => {
  const server = await opened(sseAt('/sse'));
  const { message } = await fault(server.url, { transport: 'streamable-http' });
  expect(message).toBe(`What answers at ${server.url}/mcp is no MCP server: it answers 404.`);
  expect(new Set(server.asked)).toEqual(new Set(['POST /mcp']));
});

test('the token is brought to nobody who does not ask for one, and is shown nowhere', async () => {
  const asking: string[] = [];
  const hops: Hop[] = [];
  const observe: Observe = (request) => {
    const hop = hopOf(request, printer(newSalt()));
    return (answer) => void hops.push(hop.answered(answer));
  };
  const seen =
    (inner: Answering): Answering =>
    (path, request, response) => {
      asking.push(request.headers.authorization ?? 'none');
      return inner(path, request, response);
    };
  await find((await opened(seen(streamableAt('/mcp')))).url, { observe });
  expect(new Set(asking.splice(0))).toEqual(new Set(['none']));
  await find((await opened(seen(guarded(streamableAt('/mcp'), isTheUsers)))).url, { observe });
  expect(new Set(asking)).toEqual(new Set(['none', `Bearer ${TOKEN}`]));
  expect(hops.at(-1)).toMatchObject({
    carrier: 'Authorization: Bearer',
    credential: { text: 'a-t...' },
    answer: { status: 'result', text: 'greet' },
    exchange: { request: { body: expect.stringContaining('tools/list') }, response: { status: 200 } },
  });
  expect(JSON.stringify(hops)).not.toContain(TOKEN);
});

/** What is there in place of an MCP server, how the error begins, and what it says to do. */
const ELSE: readonly (readonly [string, Answering, message: RegExp, next: RegExp])[] = [
  [
    'a login page',
    (_, __, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Welcome</title><input type="password">'),
    /is no MCP server: it answers 200 with a login page, “Welcome”, where an API should be\.$/,
    /let the proxy before it pass requests that bring a bearer token/,
  ],
  [
    'a redirect',
    (_, __, response) => response.writeHead(302, { location: 'https://login.example.org/' }).end(),
    /is no MCP server: it redirects to https:\/\/login\.example\.org\/, and a credential is sent nowhere else\.$/,
    /Name the address that it leads to/,
  ],
  [
    'an API of another kind',
    (_, __, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":"there"}'),
    /gives no answer that MCP knows\.$/,
    /Name its endpoint with its path/,
  ],
  [
    'nothing at either path',
    () => undefined,
    /\/mcp is no MCP server: it answers 404\.$/,
    /Name its endpoint with its path/,
  ],
  [
    'a guard that refuses the user’s token',
    guarded(streamableAt('/mcp'), () => false),
    /\/mcp refuses the user’s token \(401\)\.$/,
    /--audience/,
  ],
  [
    'a proxy whose server is down',
    (_, __, response) => response.writeHead(502).end('no upstream'),
    /cannot be reached \(502\)\.$/,
    /see what the proxy before it says/,
  ],
];

test.each(ELSE)('%s is said to be what it is', async (_, answering, message, next) => {
  const { url } = await opened(answering);
  const error = await fault(url);
  expect(error.message).toMatch(message);
  expect(error.next).toMatch(next);
});

test.each<McpTransport>(['sse', 'streamable-http'])(
  'a drip of bytes over %s is given up in time',
  async (transport) => {
    const drip: Answering = (_, __, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(': still here\n\n'), 20);
      response.once('close', () => clearInterval(timer));
      return true;
    };
    const { url } = await opened(drip);
    const error = await fault(url, { transport, timeoutMs: 500 });
    expect(error).toMatchObject({ kind: 'part-unreachable', why: 'It does not finish its answer in time.' });
  },
);

test('where nobody listens, that is said', async () => {
  const server = await opened(() => undefined);
  await server.close();
  const error = await fault(server.url);
  expect(error.message).toBe(`No MCP server answers at ${server.url}/mcp.`);
  expect(error.why).toMatch(/ECONNREFUSED/);
});
