import { connect } from 'node:net';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { type Asked, openStack, providerData, type StackLab, TOOL_GROUP } from './stack-server-lab.ts';

/** Whatever a caller sends: a clear 4xx in the server's own form, with a trace id, and the next request is answered. */
let mcp: Awaited<ReturnType<typeof startMcpFixture>>;
let stack: StackLab;
beforeAll(async () => {
  mcp = await startMcpFixture();
  stack = await openStack();
  await stack.register(mcp.sse);
});
afterAll(async () => {
  await stack.close();
  await mcp.close();
});
afterEach(async () => {
  expect(await stack.ask('/v1/health')).toMatchObject({ status: 200, json: { status: 'OK' } });
});

const TRACE_ID = /^[0-9a-f]{32}$/;
const POSTS = ['/v1/toolgroups', '/v1/tool-runtime/invoke', '/v1/models'];
const ROUTES: [method: string, path: string][] = [
  ...POSTS.map((path): [string, string] => ['POST', path]),
  ['DELETE', '/v1/toolgroups/x'],
  ['DELETE', '/v1/models/x'],
  ...[
    '/v1/health',
    '/v1/version',
    '/v1/inspect/routes',
    '/v1/providers',
    '/v1/providers/x',
    '/v1/models',
    '/v1/models/x',
    '/v1/openai/v1/models',
    '/v1/toolgroups',
    '/v1/toolgroups/x',
    '/v1/tools',
    '/v1/tools/x',
    '/v1/tool-runtime/list-tools',
    '/nope',
  ].map((path): [string, string] => ['GET', path]),
];

const refusal = (status: number) => ({ status, json: { detail: expect.any(String) } });
const validation = (...errors: unknown[]) => ({ status: 400, json: { error: { detail: { errors } } } });
const missing = (...loc: unknown[]) => ({ loc, msg: 'Field required', type: 'missing' });

/** What comes back on a connection of its own for these bytes. */
function send(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(stack.url).port), '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(text));
  });
}

describe.each(ROUTES)('%s %s', (method, path) => {
  test('10 MB body', async () => {
    const answer = await stack.ask(path, { method, body: Buffer.alloc(10 * 1024 * 1024, 'a') });
    expect(answer).toMatchObject(refusal(path === '/nope' ? 404 : 413));
    expect(answer.headers['x-trace-id']).toMatch(TRACE_ID);
  });

  test.each<[string, Asked]>([
    ['bad JSON', { body: '{nope' }],
    ['bad UTF-8', { body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
    ['a body of another type', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['null', { body: 'null' }],
    ['a list', { body: [] }],
    ['nesting without end', { body: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }],
    ['provider data without end', { headers: { 'X-LlamaStack-Provider-Data': '['.repeat(30_000) }, body: {} }],
    ['a client of another version', { headers: { 'X-LlamaStack-Client-Version': '0.1.6' }, body: {} }],
    ['a web page’s request', { headers: { origin: 'https://example.com' }, body: {} }],
    ['a name that was rebound', { headers: { host: 'example.com' }, body: {} }],
  ])('%s', async (_, asked) => {
    const answer = await stack.ask(path, { method, ...asked });
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['x-trace-id']).toMatch(TRACE_ID);
    if (method === 'POST') expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});

test('a chunked 10 MB body is answered once it is over the limit', async () => {
  const chunk = `100000\r\n${'a'.repeat(0x100000)}\r\n`;
  const head = `POST /v1/tool-runtime/invoke HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const answer = await send(`${head}${chunk.repeat(10)}0\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('{"detail":"The request body is larger than 1048576 bytes."}');
});

test.each([
  ['a header flood', `GET /v1/health HTTP/1.1\r\nHost: localhost\r\n${'X-A: b\r\n'.repeat(10_000)}\r\n`, 431],
  ['one giant header', `GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX-A: ${'b'.repeat(100_000)}\r\n\r\n`, 431],
  ['a giant URL', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['an unknown method', 'BREW /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['no host', 'GET /v1/health HTTP/1.1\r\n\r\n', 400],
  [
    'two lengths',
    'POST /v1/toolgroups HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    400,
  ],
])('%s: %#', async (_, bytes, status) => {
  const answer = await send(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

test.each([
  ['a header flood', `GET / HTTP/1.1\r\nHost: localhost\r\n${'X-A: b\r\n'.repeat(10_000)}\r\n`],
  ['no HTTP', 'hello\r\n\r\n'],
])('what never becomes a request has the same form: %s', async (_, bytes) => {
  const [head = '', body = ''] = (await send(bytes)).split('\r\n\r\n');
  expect(JSON.parse(body)).toEqual({ detail: expect.any(String) });
  expect(head).toMatch(/\r\nx-trace-id: [0-9a-f]{32}\r\n/);
});

test('connections that say half of something stop nobody, and end with the server', async () => {
  const own = await openStack();
  const port = Number(new URL(own.url).port);
  const halves = [
    '',
    'POST /v1/tool',
    'POST /v1/tool-runtime/invoke HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{"tool',
  ];
  const sockets = halves.map((half) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(half));
    return {
      socket,
      closed: new Promise<void>((resolve) => socket.on('error', () => {}).on('close', () => resolve())),
    };
  });
  expect(await own.ask('/v1/health')).toMatchObject({ status: 200 });
  await own.close();
  await Promise.all(sockets.map(({ closed }) => closed));
});

test('a body that breaks off does no harm', async () => {
  const head = 'POST /v1/tool-runtime/invoke HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{"tool';
  await new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(stack.url).port), '127.0.0.1', () => socket.end(head));
    socket.on('error', () => {}).on('close', () => resolve());
    socket.resume();
  });
  expect(stack.logs.filter((line) => line.startsWith('ERROR'))).toEqual([]);
});

test.each([
  ['/v1/toolgroups/%ff', 400],
  ['/v1/tools/%00', 200],
  ['/v1/toolgroups/..%2f..%2fetc', 400],
  ['/v1/toolgroups/__proto__', 400],
  ['/v1/providers/__proto__', 400],
  ['/v1/tools/constructor', 200],
  ['//example.com/%2f..', 404],
  ['/v1//health', 404],
  ['/V1/health', 404],
])('GET %s: %d', async (path, status) => {
  const answer = await stack.ask(path);
  expect(answer.status).toBe(status);
  if (status === 200) expect(answer.json).toBeNull();
  else expect(answer.json).toEqual({ detail: expect.any(String) });
});

test('a path with a last slash too many leads to the one without, as with FastAPI', async () => {
  const answer = await stack.ask('/v1/health/');
  expect(answer).toMatchObject({ status: 307, headers: { location: '/v1/health' } });
  expect((await stack.ask('/v1/nope/')).status).toBe(404);
});

test('405 names the methods there are', async () => {
  expect(await stack.ask('/v1/toolgroups', { method: 'PATCH' })).toMatchObject({
    status: 405,
    headers: { allow: 'GET, POST' },
    json: { detail: 'Method Not Allowed' },
  });
});

describe('validation, in the recorded form', () => {
  const register = (body: unknown) => stack.ask('/v1/toolgroups', { method: 'POST', body });
  const fields = ['toolgroup_id', 'provider_id', 'mcp_endpoint', 'args'];

  test.each<[string, unknown, unknown[]]>([
    ['null in place of a value', { toolgroup_id: null, provider_id: 'x' }, [missing('body', 'toolgroup_id')]],
    ['a list in place of the fields', [], fields.map((field) => missing('body', field))],
    ['text in place of the fields', '"x"', fields.map((field) => missing('body', field))],
    ['no uri', { toolgroup_id: 'x', provider_id: 'x', mcp_endpoint: {} }, [missing('body', 'mcp_endpoint', 'uri')]],
    [
      'args that are no object',
      { toolgroup_id: 'x', provider_id: 'x', args: [] },
      [{ loc: ['body', 'args'], msg: 'Input should be a valid dictionary', type: 'dict_type' }],
    ],
    [
      'a uri that is no text',
      { toolgroup_id: 'x', provider_id: 'x', mcp_endpoint: { uri: 5 } },
      [{ loc: ['body', 'mcp_endpoint', 'uri'], msg: 'Input should be a valid string', type: 'string_type' }],
    ],
  ])('%s', async (_, body, errors) => {
    expect(await register(body)).toMatchObject(validation(...errors));
  });

  test('a model type there is not', async () => {
    const body = { model_id: 'x', model_type: 'vision' };
    expect(await stack.ask('/v1/models', { method: 'POST', body })).toMatchObject(
      validation({ loc: ['body', 'model_type'], msg: "Input should be 'llm' or 'embedding'", type: 'enum' }),
    );
  });
});

test.each(['ftp://localhost/sse', 'file:///etc/passwd', 'not a url', ''])('the MCP endpoint %p: 400', async (uri) => {
  expect(await stack.register(uri, { toolgroup_id: 'other' })).toMatchObject(refusal(400));
});

test.each(['"str"', '["a"]', '5', 'true'])('provider data %s: 400 that names the header', async (data) => {
  const answer = await stack.invoke({ url: 'u' }, { 'X-LlamaStack-Provider-Data': data });
  expect(answer).toMatchObject({
    status: 400,
    json: { detail: 'Invalid value: X-LlamaStack-Provider-Data must be a JSON object' },
  });
});

test('provider data twice counts as none', async () => {
  mcp.calls.splice(0);
  const { 'X-LlamaStack-Provider-Data': data = '' } = providerData({ api_key: 'of-somebody' });
  const body = { tool_name: 'fetch', kwargs: {} };
  await stack.ask('/v1/tool-runtime/invoke', {
    method: 'POST',
    headers: { 'X-LlamaStack-Provider-Data': [data, data] },
    body,
  });
  expect(mcp.calls.map(({ meta }) => meta)).toEqual([undefined]);
});

test.each(['0.2', '0.2.23', '0.2.3.dev1', 'nonsense', '', 'v0.1.6'])(
  'client version %p is let through',
  async (version) => {
    expect(await stack.ask('/v1/health', { headers: { 'X-LlamaStack-Client-Version': version } })).toMatchObject({
      status: 200,
    });
  },
);

test.each(['0.1.6', '0.3.0', '1.2.3', '0.20.3', '0', '0. 3'])('client version %s is turned away', async (version) => {
  const answer = await stack.ask('/v1/nope', { headers: { 'X-LlamaStack-Client-Version': version } });
  expect(answer.status).toBe(426);
});

describe('web pages', () => {
  test.each(['http://localhost:3000', 'http://127.0.0.1:8321', 'http://[::1]:5173'])(
    'of this machine: %s',
    async (origin) => {
      expect((await stack.ask('/v1/health', { headers: { origin } })).status).toBe(200);
    },
  );
  test.each(['https://example.com', 'http://localhost.example.com', 'null', 'http://127.0.0.1.example.com:80'])(
    'of elsewhere cannot put a tool group in place of the learner’s: %s',
    async (origin) => {
      const answer = await stack.ask('/v1/toolgroups', {
        method: 'POST',
        headers: { origin },
        body: { provider_id: 'mcp-identity', toolgroup_id: 'evil', mcp_endpoint: { uri: mcp.sse } },
      });
      expect(answer).toMatchObject(refusal(403));
    },
  );
  test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:8321', '[::1]:8321', 'stack.localhost'])(
    'host %s',
    async (host) => {
      expect((await stack.ask('/v1/health', { headers: { host } })).status).toBe(200);
    },
  );
  test.each(['example.com', 'localhost.example.com:8321', '192.168.0.1', '1270.0.0.1'])(
    'host %s: 403',
    async (host) => {
      expect(await stack.ask('/v1/health', { headers: { host } })).toMatchObject(refusal(403));
    },
  );
});

test('arguments go through as they are', async () => {
  mcp.calls.splice(0);
  const text = '{"tool_name":"fetch","kwargs":{"__proto__":{"a":1},"n":[1,{"x":null}],"s":"\\u0000é"}}';
  expect((await stack.ask('/v1/tool-runtime/invoke', { method: 'POST', body: text })).status).toBe(200);
  expect(JSON.stringify(mcp.calls[0]?.arguments)).toContain('"n":[1,{"x":null}],"s":"\\u0000é"');
  expect(({} as Record<string, unknown>).a).toBeUndefined();
});

test('the tool group is still there', async () => {
  expect((await stack.ask('/v1/toolgroups')).json).toMatchObject({ data: [{ identifier: TOOL_GROUP }] });
  expect(stack.logs.filter((line) => line.startsWith('ERROR'))).toEqual([]);
});
