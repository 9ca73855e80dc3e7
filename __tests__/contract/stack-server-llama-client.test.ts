import LlamaStackClient from 'llama-stack-client';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, providerData, type StackLab, TOOL_GROUP } from './stack-server-lab.ts';

/** The official client (0.2.x), as its users call it. */
let mcp: Awaited<ReturnType<typeof startMcpFixture>>;
let stack: StackLab;
let client: LlamaStackClient;
beforeAll(async () => {
  mcp = await startMcpFixture();
  stack = await openStack();
  client = new LlamaStackClient({ baseURL: stack.url, maxRetries: 0 });
});
afterAll(async () => {
  await stack.close();
  await mcp.close();
});

test('inspect, routes and providers', async () => {
  expect(await client.inspect.health()).toEqual({ status: 'OK' });
  expect(await client.inspect.version()).toEqual({ version: '0.2.3' });
  expect((await client.routes.list()).map(({ route }) => route)).toContain('/v1/tool-runtime/invoke');
  expect((await client.providers.list()).map(({ provider_id }) => provider_id)).toEqual(
    expect.arrayContaining(['mcp-identity', 'model-context-protocol']),
  );
  expect(await client.providers.retrieve('mcp-identity')).toMatchObject({ provider_type: 'remote::mcp-identity' });
});

test('models, where no ollama answers', async () => {
  expect(await client.models.list()).toEqual([]);
  await expect(client.models.retrieve('llama3.2:3b')).rejects.toMatchObject({ status: 400 });
  await expect(client.models.register({ model_id: 'llama3.2:3b' })).rejects.toMatchObject({ status: 502 });
  await expect(client.models.unregister('llama3.2:3b')).rejects.toMatchObject({ status: 400 });
});

test('tool groups, tools and a call with provider data', async () => {
  expect(
    await client.toolgroups.register({
      toolgroup_id: TOOL_GROUP,
      provider_id: 'mcp-identity',
      mcp_endpoint: { uri: mcp.sse },
      args: { metadata: { key1: 'value1' } },
    }),
  ).toBeNull();
  expect(await client.toolgroups.list()).toMatchObject([{ identifier: TOOL_GROUP, mcp_endpoint: { uri: mcp.sse } }]);
  expect(await client.toolgroups.get(TOOL_GROUP)).toMatchObject({ identifier: TOOL_GROUP, type: 'tool_group' });
  expect(await client.tools.list({ toolgroup_id: TOOL_GROUP })).toMatchObject([{ identifier: 'fetch' }]);
  expect(await client.tools.get('fetch')).toMatchObject({ identifier: 'fetch', toolgroup_id: TOOL_GROUP });
  expect(await client.toolRuntime.listTools({ tool_group_id: TOOL_GROUP })).toMatchObject([{ name: 'fetch' }]);
  expect(
    await client.toolRuntime.listTools({ tool_group_id: TOOL_GROUP, mcp_endpoint: { uri: mcp.sse } }),
  ).toMatchObject([{ name: 'fetch' }]);

  const headers = providerData({ api_key: 'of-alan' });
  const result = await client.toolRuntime.invokeTool({ tool_name: 'fetch', kwargs: { url: 'u' } }, { headers });
  expect(result).toMatchObject({ error_code: 0, content: expect.stringContaining('of-alan') });

  await expect(client.toolRuntime.invokeTool({ tool_name: 'nope', kwargs: {} })).rejects.toMatchObject({ status: 400 });
  expect(await client.toolgroups.unregister(TOOL_GROUP)).toBeNull();
  expect(await client.toolgroups.list()).toEqual([]);
});

test('a client whose version differs is turned away', async () => {
  const old = new LlamaStackClient({
    baseURL: stack.url,
    maxRetries: 0,
    defaultHeaders: { 'X-LlamaStack-Client-Version': '0.1.6' },
  });
  await expect(old.toolgroups.list()).rejects.toMatchObject({ status: 426 });
});
