import { connect as connectTcp } from 'node:net';
import {
  callFetch,
  connect,
  INITIALIZE,
  type McpLab,
  openMcp,
  openSession,
  openSse,
  openTarget,
  type RawRequest,
  STREAMABLE,
  send,
  type Target,
  toolsCall,
} from './mcp-server-lab.ts';

/** Broken input, foreign web pages and clients that vanish. */
let mcp: McpLab;
let target: Target;
/** Answers that the target holds back until a test lets them go. */
interface Held {
  release(): void;
  /** The one who asked has gone. */
  readonly gone: Promise<void>;
}
const held: Held[] = [];

beforeAll(async () => {
  target = await openTarget((path, response) => {
    if (path !== '/held') return void response.end('ok');
    const gone = new Promise<void>((resolve) => response.once('close', resolve));
    held.push({ release: () => response.end('released'), gone });
  });
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

describe('sessions', () => {
  test('a session that was deleted is unknown', async () => {
    const headers = await openSession(mcp.url);
    expect(await send(`${mcp.url}/mcp`, { method: 'DELETE', headers })).toMatchObject({ status: 204 });
    expect(await send(`${mcp.url}/mcp`, { headers, body: PING })).toMatchObject({ status: 404 });
  });

  test('an SSE session ends with its connection', async () => {
    const stream = await openSse(mcp.url);
    const { data } = await stream.next();
    expect(await send(`${mcp.url}${data}`, { body: PING })).toMatchObject({ status: 202 });
    stream.close();
    let status = 202;
    while (status === 202) ({ status } = await send(`${mcp.url}${data}`, { body: PING }));
    expect(status).toBe(404);
  });

  test('a protocol version that nobody knows is refused', async () => {
    const headers = { ...(await openSession(mcp.url)), 'mcp-protocol-version': '1999-01-01' };
    expect(await send(`${mcp.url}/mcp`, { headers, body: PING })).toMatchObject({ status: 400 });
  });

  test('an id under way cannot be used twice', async () => {
    const headers = await openSession(mcp.url);
    const first = send(`${mcp.url}/mcp`, { headers, body: toolsCall(1, { url: `${target.url}/held` }) });
    const answer = await heldBack();
    expect(await send(`${mcp.url}/mcp`, { headers, body: PING })).toMatchObject({ status: 400 });
    answer.release();
    expect((await first).body).toContain('released');
  });

  test('a cancelled call ends, and its request to the tool with it', async () => {
    const headers = await openSession(mcp.url);
    const call = (id: number) =>
      send(`${mcp.url}/mcp`, { headers, body: toolsCall(id, { url: `${target.url}/held` }) });
    const kept = call(8);
    const first = await heldBack();
    const cancelled = call(9);
    const second = await heldBack();
    const cancel = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 9 } });
    expect(await send(`${mcp.url}/mcp`, { headers, body: cancel })).toMatchObject({ status: 202 });
    expect((await cancelled).body).toContain('The request was cancelled.');
    // The first would run into its time limit before the second.
    expect(await Promise.race([first.gone.then(() => 'kept'), second.gone.then(() => 'cancelled')])).toBe('cancelled');
    first.release();
    expect((await kept).body).toContain('released');
  });

  test('a call whose client goes away ends at the tool, too', async () => {
    const headers = await openSession(mcp.url);
    const kept = send(`${mcp.url}/mcp`, { headers, body: toolsCall(1, { url: `${target.url}/held` }) });
    const first = await heldBack();
    const leaving = new AbortController();
    const left = fetch(`${mcp.url}/mcp`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: toolsCall(2, { url: `${target.url}/held` }),
      signal: leaving.signal,
    });
    const second = await heldBack();
    leaving.abort();
    await expect(left).rejects.toThrow();
    expect(await Promise.race([first.gone.then(() => 'kept'), second.gone.then(() => 'left')])).toBe('left');
    first.release();
    await kept;
  });

  test('an SSE call that its client cancels leaves the session usable', async () => {
    const client = await connect(mcp.url, 'SSE');
    const stop = new AbortController();
    const call = client.callTool({ name: 'fetch', arguments: { url: `${target.url}/held` } }, undefined, {
      signal: stop.signal,
    });
    await heldBack();
    stop.abort('enough');
    await expect(call).rejects.toThrow('enough');
    expect(await callFetch(client, target.url)).toEqual({ text: 'ok', isError: false });
    await client.close();
  });

  test('closing the server ends calls under way', async () => {
    const other = await openMcp([target.url]);
    const headers = await openSession(other.url);
    const call = send(`${other.url}/mcp`, { headers, body: toolsCall(1, { url: `${target.url}/held` }) }).catch(
      () => undefined,
    );
    await heldBack();
    await other.close();
    await call;
  });
});

/** The next request that the target does not answer. */
async function heldBack(): Promise<Held> {
  for (;;) {
    const next = held.shift();
    if (next) return next;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
