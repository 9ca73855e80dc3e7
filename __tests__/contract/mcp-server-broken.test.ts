import { connect as connectTcp } from 'node:net';
import {
  INITIALIZE,
  type McpLab,
  openMcp,
  openSession,
  openTarget,
  type RawRequest,
  STREAMABLE,
  send,
  type Target,
  toolsCall,
} from './mcp-server-lab.ts';

/** Broken input, and foreign web pages. */
let mcp: McpLab;
let target: Target;

beforeAll(async () => {
  target = await openTarget((_, response) => void response.end('ok'));
  mcp = await openMcp([target.url]);
});
afterAll(async () => {
  await mcp.close();
  await target.close();
});

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
const NOBODY = '0123456789abcdef0123456789abcdef';

describe('requests that are refused with a JSON-RPC error', () => {
  type Row = { name: string; path: string; request: RawRequest; status: number; code?: number; message?: RegExp };
  const rows: Row[] = [
    { name: 'an unknown path', path: '/nope', request: { method: 'GET' }, status: 404 },
    { name: 'POST /sse', path: '/sse', request: { body: PING }, status: 405 },
    { name: 'GET /messages/', path: '/messages/', request: { method: 'GET' }, status: 405 },
    { name: 'PUT /mcp', path: '/mcp', request: { method: 'PUT', body: PING }, status: 405 },
    {
      name: 'GET /mcp: no stream is offered',
      path: '/mcp',
      request: { method: 'GET', headers: STREAMABLE },
      status: 405,
    },
    {
      name: 'no session id',
      path: '/messages/',
      request: { body: PING },
      status: 400,
      message: /^session_id is required$/,
    },
    {
      name: 'a session id of another form',
      path: '/messages/?session_id=x',
      request: { body: PING },
      status: 400,
      message: /^Invalid session ID$/,
    },
    {
      name: 'an unknown session',
      path: `/messages/?session_id=${NOBODY}`,
      request: { body: PING },
      status: 404,
      code: -32001,
    },
    { name: 'no session header', path: '/mcp', request: { body: PING }, status: 400 },
    {
      name: 'an unknown session header',
      path: '/mcp',
      request: { body: PING, headers: { 'mcp-session-id': NOBODY } },
      status: 404,
      code: -32001,
    },
    {
      name: 'DELETE of an unknown session',
      path: '/mcp',
      request: { method: 'DELETE', headers: { 'mcp-session-id': NOBODY } },
      status: 404,
      code: -32001,
    },
    { name: 'no JSON', path: '/mcp', request: { body: '{nope' }, status: 400, code: -32700 },
    { name: 'an empty body', path: '/mcp', request: { body: '' }, status: 400, code: -32700 },
    {
      name: 'no UTF-8',
      path: '/mcp',
      request: { body: Buffer.from([0x22, 0xff, 0x22]) },
      status: 400,
      code: -32700,
      message: /UTF-8/,
    },
    {
      name: 'another content type',
      path: '/mcp',
      request: { body: PING, headers: { 'content-type': 'text/plain' } },
      status: 415,
    },
    { name: 'a body of 10 MB', path: '/mcp', request: { body: Buffer.alloc(10 * 1024 * 1024, 0x20) }, status: 413 },
    { name: 'JSON that is no message', path: '/mcp', request: { body: '{"a":1}' }, status: 400, code: -32600 },
    { name: 'a number', path: '/mcp', request: { body: '5' }, status: 400, code: -32600 },
    { name: 'an empty batch', path: '/mcp', request: { body: '[]' }, status: 400, code: -32600 },
    {
      name: 'a batch of 101',
      path: '/mcp',
      request: { body: `[${new Array(101).fill(PING).join(',')}]` },
      status: 400,
      code: -32600,
    },
    {
      name: 'initialize in a batch',
      path: '/mcp',
      request: { body: JSON.stringify([INITIALIZE, JSON.parse(PING)]) },
      status: 400,
      code: -32600,
    },
    {
      name: 'a header flood',
      path: '/mcp',
      request: { body: PING, headers: { 'x-flood': 'x'.repeat(40_000) } },
      status: 431,
    },
    {
      name: 'two Authorization headers',
      path: '/mcp',
      request: { body: PING, headers: { authorization: ['Bearer a', 'Bearer b'] } },
      status: 400,
      message: /more than one Authorization header/,
    },
    {
      name: 'the Host of a rebound name',
      path: '/mcp',
      request: { body: PING, headers: { host: 'evil.example:8000' } },
      status: 403,
    },
    {
      name: 'the Host of a rebound name, SSE',
      path: '/sse',
      request: { method: 'GET', headers: { host: 'localhost.evil.example' } },
      status: 403,
    },
    {
      name: 'the Origin of a web page',
      path: '/mcp',
      request: { body: PING, headers: { origin: 'https://evil.example' } },
      status: 403,
    },
    { name: 'the Origin null', path: '/sse', request: { method: 'GET', headers: { origin: 'null' } }, status: 403 },
  ];
  test.each(rows)('$name', async ({ path, request, status, code, message }) => {
    const answer = await send(`${mcp.url}${path}`, request);
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
    const body = JSON.parse(answer.body);
    expect(body).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: code ?? expect.any(Number), message: expect.stringMatching(message ?? /./) },
    });
    if (status === 405) expect(answer.headers.allow).toMatch(/^(GET|POST)/);
  });

  test('bytes that are no HTTP', async () => {
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connectTcp(Number(new URL(mcp.url).port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"jsonrpc":"2.0"');
  });

  test('a local page and a container may ask', async () => {
    const allowed: Record<string, string>[] = [
      { origin: 'http://localhost:6274' },
      { host: 'host.docker.internal:8000' },
      { host: '[::1]:8000' },
    ];
    for (const headers of allowed)
      expect(
        await send(`${mcp.url}/mcp`, { body: JSON.stringify(INITIALIZE), headers: { ...STREAMABLE, ...headers } }),
      ).toMatchObject({ status: 200 });
  });
});

describe('calls whose parameters are wrong', () => {
  const call = (params: unknown) => JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params });
  test.each([
    ['no name', call({ arguments: {} })],
    ['a name that is a number', call({ name: 5 })],
    ['arguments that are a list', call({ name: 'fetch', arguments: [1] })],
    ['arguments that are a text', call({ name: 'fetch', arguments: 'x' })],
    ['no params', JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call' })],
    ['an unknown method', JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/nope' })],
  ])('%s: an error of the protocol', async (_, body) => {
    const { status, body: text } = await send(`${mcp.url}/mcp`, { headers: await openSession(mcp.url), body });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: expect.objectContaining({ code: expect.any(Number) }),
    });
  });

  test.each([
    [5, 'int'],
    [0.5, 'float'],
    [true, 'bool'],
    [null, 'NoneType'],
    [{ a: 1 }, 'dict'],
    [['x'], 'list'],
  ])('an api_key that is no text (%j) is refused, and nobody is asked', async (apiKey, type) => {
    const asked = target.asked.length;
    const body = toolsCall(1, { url: `${target.url}/key` }, { api_key: apiKey });
    expect((await send(`${mcp.url}/mcp`, { headers: await openSession(mcp.url), body })).body).toContain(
      `Error executing tool fetch: can only concatenate str (not \\"${type}\\") to str`,
    );
    expect(target.asked).toHaveLength(asked);
  });

  test('an argument nested ten thousand deep', async () => {
    const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fetch","arguments":{"url":${'['.repeat(10_000)}${']'.repeat(10_000)}}}}`;
    const { status, body } = await send(`${mcp.url}/mcp`, { headers: await openSession(mcp.url), body: deep });
    expect(status).toBe(200);
    expect(body).toContain('Input should be a valid string');
  });
});

test.each([
  ['a body of 10 MB', '/mcp', 413],
  ['4 MB to where nothing is sent', '/sse', 405],
])('%s: who first sends it all still reads the answer', async (_, path, status) => {
  for (let round = 0; round < 10; round++)
    expect(await send(`${mcp.url}${path}`, { body: Buffer.alloc(10 * 1024 * 1024, 0x20) })).toMatchObject({ status });
});
