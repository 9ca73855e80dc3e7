import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, providerData, type StackLab } from './stack-server-lab.ts';
import { freePort } from './tool-server-lab.ts';

/** An MCP server that is down, hangs, was restarted or talks nonsense: always a 502 or 504 that names it, never a 500, and no call sent twice. */
let stack: StackLab;
beforeEach(async () => {
  stack = await openStack();
});
afterEach(() => stack.close());

const SECRET = 'secret-of-alan-0123456789';
const headers = providerData({ api_key: SECRET });

async function serving(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe.each(['sse', 'streamable'] as const)('over %s', (kind) => {
  test('a server that was restarted between two calls gets the second one, once', async () => {
    const first = await startMcpFixture({ port: await freePort() });
    await stack.register(first[kind]);
    expect(await stack.invoke({ n: 1 }, headers)).toMatchObject({ status: 200 });
    await first.close();
    const second = await startMcpFixture({ port: first.port });
    const answers = await Promise.all([2, 3, 4, 5].map((n) => stack.invoke({ n }, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(second.calls.map((call) => call.arguments.n).toSorted()).toEqual([2, 3, 4, 5]);
    expect(second.sessions().opened).toBe(1);
    await second.close();
  });

  test('a server that is gone: 502, and it is found again when it is back', async () => {
    const first = await startMcpFixture({ port: await freePort() });
    await stack.register(first[kind]);
    await stack.invoke({}, headers);
    await first.close();
    const refused = await stack.invoke({}, headers);
    expect(refused).toMatchObject({
      status: 502,
      json: { detail: expect.stringContaining(`localhost:${first.port}`) },
    });
    expect(JSON.stringify(refused.json)).toContain('ECONNREFUSED');
    const back = await startMcpFixture({ port: first.port });
    expect(await stack.invoke({}, headers)).toMatchObject({ status: 200 });
    await back.close();
  });

  test('a tool that does not answer: 504, and the calls beside it are answered', async () => {
    const mcp = await startMcpFixture({
      answer: async ({ arguments: { hang } }) => {
        if (hang) await new Promise(() => {});
        return { content: [{ type: 'text', text: 'there' }] };
      },
    });
    const impatient = await openStack({ mcpTimeouts: { connect: 20_000, call: 4_000 } });
    await impatient.register(mcp[kind]);
    const calls = [{ hang: true }, {}].map((kwargs) => impatient.invoke(kwargs, headers));
    const [hung, quick] = await Promise.all(calls);
    expect(hung).toMatchObject({ status: 504, json: { detail: expect.stringContaining('did not answer in time') } });
    expect(quick).toMatchObject({ status: 200 });
    expect(await impatient.invoke({}, headers)).toMatchObject({ status: 200 });
    await impatient.close();
    await mcp.close();
  });

  test('a connection that breaks with a call under way: 502, and the call is not sent again', async () => {
    let arrived = () => {};
    const inTool = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const mcp = await startMcpFixture({
      answer: async ({ arguments: { hang } }) => {
        if (hang) {
          arrived();
          await new Promise(() => {});
        }
        return { content: [] };
      },
    });
    await stack.register(mcp[kind]);
    await stack.invoke({}, headers);
    const call = stack.invoke({ hang: true }, headers);
    await inTool;
    mcp.dropConnections();
    expect(await call).toMatchObject({ status: 502, json: { detail: expect.any(String) } });
    expect(await stack.invoke({}, headers)).toMatchObject({ status: 200 });
    expect(mcp.calls.map((seen) => seen.arguments)).toEqual([{}, { hang: true }, {}]);
    await mcp.close();
  });

  test('a JSON-RPC error: 502 with its text, the credential masked', async () => {
    const mcp = await startMcpFixture({
      answer: ({ meta }) => {
        throw new Error(`no such thing: ${String(meta?.api_key)}`);
      },
    });
    await stack.register(mcp[kind]);
    const answer = await stack.invoke({}, headers);
    expect(answer).toMatchObject({ status: 502, json: { detail: expect.stringContaining('no such thing: sec...') } });
    expect(JSON.stringify(answer.json) + stack.logs.join('\n')).not.toContain(SECRET);
    await mcp.close();
  });
});

test.each<[string, RequestListener]>([
  ['an answer that never comes', () => {}],
  [
    'a stream that never names its endpoint',
    (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n'),
  ],
  [
    'an endpoint of another origin',
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write('event: endpoint\ndata: http://example.com/\n\n'),
  ],
  [
    'a stream of nonsense',
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write(`event: endpoint\ndata: /m\n\ndata: {\n\n`),
  ],
  ['401', (_, response) => void response.writeHead(401).end('no')],
  ['404', (_, response) => void response.writeHead(404).end()],
  ['500', (_, response) => void response.writeHead(500).end()],
  ['204', (_, response) => void response.writeHead(204).end()],
  ['a web page', (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>')],
  [
    'a redirect to another origin',
    (_, response) => void response.writeHead(307, { location: 'http://example.com/sse' }).end(),
  ],
  ['a broken connection', (request) => void request.socket.destroy()],
])('registering where the MCP endpoint gives %s: 502 or 504 that names it', async (_, listener) => {
  const server = await serving(listener);
  const impatient = await openStack({ mcpTimeouts: { connect: 200, call: 200 } });
  for (const path of ['/sse', '/mcp']) {
    const answer = await impatient.register(`${server.url}${path}`);
    expect([502, 504]).toContain(answer.status);
    expect(answer.json).toEqual({ detail: expect.stringContaining(`The MCP server at ${server.url}${path} `) });
  }
  expect((await impatient.ask('/v1/toolgroups')).json).toEqual({ data: [] });
  await impatient.close();
  await server.close();
});

test('nobody listens: 502', async () => {
  const port = await freePort();
  for (const path of ['/sse', '/mcp']) {
    const answer = await stack.register(`http://localhost:${port}${path}`);
    expect(answer).toMatchObject({ status: 502, json: { detail: expect.stringContaining('ECONNREFUSED') } });
  }
});

test('a server that knows only SSE, at a path that does not say so', async () => {
  const mcp = await startMcpFixture();
  const front = await serving((request, response) => {
    if (request.method === 'POST') return void response.writeHead(405).end();
    response.writeHead(307, { location: mcp.sse }).end();
  });
  // The redirect leads to another origin, which is not followed: what matters is that SSE was tried.
  expect((await stack.register(`${front.url}/events`)).json).toEqual({
    detail: expect.stringContaining('SSE error'),
  });
  await front.close();
  await mcp.close();
});

test('a caller that goes away ends its call, not the session', async () => {
  let arrived = () => {};
  const inTool = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const mcp = await startMcpFixture({
    answer: async ({ arguments: { hang } }) => {
      arrived();
      if (hang) await new Promise(() => {});
      return { content: [] };
    },
  });
  await stack.register(mcp.sse);
  const opened = mcp.sessions().opened;
  const controller = new AbortController();
  const body = JSON.stringify({ tool_name: 'fetch', kwargs: { hang: true } });
  const call = fetch(`${stack.url}/v1/tool-runtime/invoke`, {
    method: 'POST',
    body,
    signal: controller.signal,
    headers: { 'content-type': 'application/json', ...headers },
  });
  await inTool;
  controller.abort();
  await expect(call).rejects.toThrow();
  expect(await stack.invoke({}, headers)).toMatchObject({ status: 200 });
  expect(mcp.sessions().opened - opened).toBe(1);
  await mcp.close();
});
