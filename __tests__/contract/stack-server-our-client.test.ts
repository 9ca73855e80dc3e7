import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { listModels } from '../../services/clients/ollama.ts';
import { createStackClient } from '../../services/clients/stack/client.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, type StackLab, TOOL_GROUP } from './stack-server-lab.ts';
import { freePort } from './tool-server-lab.ts';

/** Our typed client of a stack server, and what both know of ollama. */
const TOKEN = 'opaque-token-of-alan-0123456789';
let mcp: Awaited<ReturnType<typeof startMcpFixture>>;
let stack: StackLab;
beforeAll(async () => {
  mcp = await startMcpFixture();
  stack = await openStack();
});
afterAll(async () => {
  await stack.close();
  await mcp.close();
});

async function withServer<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://localhost:${(server.address() as AddressInfo).port}`);
  } finally {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

test('from registering to unregistering', async () => {
  const client = createStackClient({ baseUrl: stack.url });
  expect(await client.health()).toEqual({ status: 'OK' });
  expect(await client.version()).toBe('0.2.3');
  expect(await client.models()).toEqual([]);
  await client.registerToolGroup({
    toolGroupId: TOOL_GROUP,
    providerId: 'mcp-identity',
    mcpEndpoint: mcp.sse,
    args: { metadata: { key1: 'value1' } },
  });
  expect(await client.listToolGroups()).toMatchObject([{ identifier: TOOL_GROUP, args: { metadata: {} } }]);
  expect(await client.listTools({ toolGroupId: TOOL_GROUP, mcpEndpoint: mcp.sse })).toMatchObject([
    { identifier: 'fetch' },
  ]);
  expect(await client.listTools({ toolGroupId: 'remote::nope', mcpEndpoint: mcp.sse })).toEqual([]);
  await client.unregisterToolGroup(TOOL_GROUP);
  expect(await client.listToolGroups()).toEqual([]);
});

test('a tool that another tool group has already is said to be theirs, with the way out', async () => {
  const client = createStackClient({ baseUrl: stack.url });
  const group = { providerId: 'mcp-identity', mcpEndpoint: mcp.sse };
  await client.registerToolGroup({ ...group, toolGroupId: 'mcp::theirs' });
  // The words are those of 0.2.3.
  await expect(client.registerToolGroup({ ...group, toolGroupId: TOOL_GROUP })).rejects.toMatchObject({
    why: 'Invalid value: Object fetch already exists in registry. Please use a different identifier.',
    next: expect.stringContaining('tool unregister --toolgroup'),
  });
  await client.unregisterToolGroup('mcp::theirs');
});

test.each<[string, Secret | string]>([
  ['a Secret', new Secret(TOKEN)],
  ['a string', TOKEN],
  ['letters of all kinds', 'clé-秘密-of-alan-0123456789'],
])('a call carries its credential (%s) and trace; the exchange shows neither secret', async (_, token) => {
  const exchanges: Exchange[] = [];
  const client = createStackClient({ baseUrl: stack.url, onExchange: (exchange) => void exchanges.push(exchange) });
  await client.registerToolGroup({ toolGroupId: TOOL_GROUP, providerId: 'mcp-identity', mcpEndpoint: mcp.sse });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const result = await client.invokeTool({
    toolName: 'fetch',
    kwargs: { url: 'u' },
    mcpEndpoint: mcp.sse,
    token,
    traceId,
  });
  const sent = token instanceof Secret ? token.reveal() : token;
  expect(mcp.calls.at(-1)?.meta).toEqual({ api_key: sent, traceparent: expect.stringContaining(traceId) });
  expect(result).toMatchObject({ error_code: 0, content: expect.stringContaining(sent) });
  const shown = exchanges.at(-1);
  expect(shown?.request).toMatchObject({ method: 'POST', url: `${stack.url}/v1/tool-runtime/invoke` });
  const data = shown?.request.headers['x-llamastack-provider-data'] ?? '';
  expect(JSON.parse(data)).toEqual({ api_key: `${sent.slice(0, 3)}...` });
  expect(shown?.request.headers['x-llamastack-client-version']).toMatch(/^0\.2\./);
  expect(shown?.response).toMatchObject({ status: 200, headers: { 'x-trace-id': traceId } });
  expect(JSON.stringify([exchanges, stack.hops, stack.logs])).not.toContain(sent.slice(3));
  await client.unregisterToolGroup(TOOL_GROUP);
});

test('the placeholder of the tutorial is shown as it is', async () => {
  const exchanges: Exchange[] = [];
  const client = createStackClient({ baseUrl: stack.url, onExchange: (exchange) => void exchanges.push(exchange) });
  await expect(
    client.invokeTool({ toolName: 'nope', kwargs: {}, mcpEndpoint: mcp.sse, token: 'some-api-key' }),
  ).rejects.toMatchObject({
    kind: 'check-failed',
    why: expect.stringContaining('Tool `nope` not served'),
  });
  expect(exchanges.at(-1)?.request.headers['x-llamastack-provider-data']).toBe('{"api_key":"some-api-key"}');
});

test('a server behind it that is down is a part that cannot be reached', async () => {
  const client = createStackClient({ baseUrl: stack.url });
  const mcpEndpoint = `http://localhost:${await freePort()}/sse`;
  await expect(
    client.registerToolGroup({ toolGroupId: TOOL_GROUP, providerId: 'mcp-identity', mcpEndpoint }),
  ).rejects.toMatchObject({ kind: 'part-unreachable', why: expect.stringContaining(mcpEndpoint) });
});

test('nobody answers', async () => {
  const baseUrl = `http://localhost:${await freePort()}`;
  await expect(createStackClient({ baseUrl }).health()).rejects.toMatchObject({
    kind: 'part-unreachable',
    message: `No stack server answers at ${baseUrl}.`,
    why: expect.stringContaining('ECONNREFUSED'),
    next: expect.any(String),
  });
});

test.each<[string, RequestListener]>([
  ['a web page', (_, response) => void response.end('<h1>Hi</h1>')],
  ['other JSON', (_, response) => void response.end('{"hello":1}')],
  ['404 of something else', (_, response) => void response.writeHead(404).end('no')],
  ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://example.com/' }).end()],
  ['nothing', (request) => void request.socket.destroy()],
])('what answers is no stack server: %s', (_, listener) =>
  withServer(listener, async (baseUrl) => {
    const client = createStackClient({ baseUrl });
    await expect(client.health()).rejects.toMatchObject({ kind: 'part-unreachable' });
    await expect(
      client.invokeTool({ toolName: 'fetch', kwargs: {}, mcpEndpoint: mcp.sse, token: TOKEN }),
    ).rejects.toMatchObject({
      kind: 'part-unreachable',
    });
  }),
);

test('an interrupt ends a call at once', () =>
  withServer(
    () => {},
    async (baseUrl) => {
      const controller = new AbortController();
      const call = createStackClient({ baseUrl, signal: controller.signal }).health();
      controller.abort(new Error('interrupted'));
      await expect(call).rejects.toThrow('interrupted');
    },
  ));

describe('ollama', () => {
  const ollama: RequestListener = (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url !== '/api/tags') response.statusCode = 404;
    response.end(JSON.stringify({ models: [{ name: 'llama3.2:3b', size: 1 }, { name: 'all-minilm:latest' }] }));
  };

  test('its models are listed, as its own and as Llama Stack’s', () =>
    withServer(ollama, async (host) => {
      expect(await listModels({ host })).toEqual(['llama3.2:3b', 'all-minilm:latest']);
      const lab = await openStack({ ollamaUrl: host });
      const model = (identifier: string, resource = identifier) => ({
        identifier,
        provider_resource_id: resource,
        provider_id: 'ollama',
        type: 'model',
        metadata: {},
        model_type: 'llm',
      });
      const listed = [model('llama3.2:3b'), model('all-minilm:latest')];
      expect((await lab.ask('/v1/models')).json).toEqual({ data: listed });
      expect((await lab.ask('/v1/openai/v1/models')).json).toMatchObject({
        data: [{ id: 'llama3.2:3b', object: 'model', owned_by: 'llama_stack' }, { id: 'all-minilm:latest' }],
      });
      const body = { model_id: 'meta-llama/Llama-3.2-3B-Instruct', provider_model_id: 'llama3.2:3b' };
      const alias = model(body.model_id, body.provider_model_id);
      expect(await lab.ask('/v1/models', { method: 'POST', body })).toMatchObject({ status: 200, json: alias });
      expect((await lab.ask(`/v1/models/${body.model_id}`)).json).toMatchObject(alias);
      expect((await lab.ask('/v1/models')).json).toEqual({ data: [alias, ...listed] });
      const unknown = await lab.ask('/v1/models', { method: 'POST', body: { model_id: 'nope' } });
      expect(unknown).toMatchObject({ status: 400, json: { detail: expect.stringContaining('llama3.2:3b') } });
      expect(await lab.ask(`/v1/models/${body.model_id}`, { method: 'DELETE' })).toMatchObject({ status: 200 });
      expect((await lab.ask('/v1/models')).json).toEqual({ data: listed });
      await lab.close();
    }));

  test.each<[string, RequestListener]>([
    ['something else', (_, response) => void response.end('hello')],
    ['an error', (_, response) => void response.writeHead(500).end('no JSON')],
    ['never', () => {}],
  ])('what answers %s is none', (_, listener) =>
    withServer(listener, async (host) => {
      const printed = jest.spyOn(console, 'log');
      expect(await listModels({ host })).toBeUndefined();
      expect(printed).not.toHaveBeenCalled();
      printed.mockRestore();
    }),
  );

  test('none answers', async () => {
    expect(await listModels({ host: `http://localhost:${await freePort()}` })).toBeUndefined();
    expect(await listModels({ host: 'not a url' })).toBeUndefined();
    await expect(listModels({ signal: AbortSignal.abort(new Error('interrupted')) })).rejects.toThrow('interrupted');
  });
});
