import { hopSchema } from '../../src/evidence/hop.ts';
import type { SeenCall } from './fixtures/mcp-fixture.ts';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, providerData, type StackLab, TOOL_GROUP } from './stack-server-lab.ts';

/** What a call carries to the MCP server: its own credential, and nothing of any other call. */
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

let mcp: Awaited<ReturnType<typeof startMcpFixture>>;
let stack: StackLab;
beforeAll(async () => {
  mcp = await startMcpFixture({ answer: echoLater });
  stack = await openStack();
});
afterAll(async () => {
  await stack.close();
  await mcp.close();
});
beforeEach(() => {
  mcp.calls.splice(0);
  stack.hops.splice(0);
  stack.logs.splice(0);
});
afterEach(() => stack.ask(`/v1/toolgroups/${TOOL_GROUP}`, { method: 'DELETE' }));

/** Answers in another order than asked. */
async function echoLater({ meta, arguments: args, headers }: SeenCall) {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
  const { authorization = null, 'x-tenant': tenant = null } = headers;
  return {
    content: [{ type: 'text' as const, text: JSON.stringify({ meta: meta ?? null, args, authorization, tenant }) }],
  };
}

function echoed(answer: { json: unknown }) {
  const { content } = answer.json as { content: string };
  return JSON.parse(JSON.parse(content).text) as {
    meta: Record<string, string> | null;
    args: Record<string, unknown>;
    authorization: string | null;
    tenant: string | null;
  };
}

describe.each([
  ['sse', 1_000],
  ['streamable', 300],
] as const)('over %s', (kind, count) => {
  test('mcp-identity puts api_key, and nothing else, into _meta', async () => {
    await stack.register(mcp[kind]);
    const data = providerData({
      api_key: 'secret-of-alan-0123456789',
      other: 'x',
      mcp_headers: { [mcp[kind]]: ['A: b'] },
    });
    const answer = await stack.invoke({ url: 'u' }, { ...data, authorization: 'Bearer of-the-request' });
    expect(answer.status).toBe(200);
    expect(mcp.calls[0]).toMatchObject({ name: 'fetch', arguments: { url: 'u' } });
    expect(mcp.calls[0]?.meta).toEqual({ api_key: 'secret-of-alan-0123456789' });
    expect(mcp.calls[0]?.headers).not.toHaveProperty('authorization');
    expect(mcp.calls[0]?.headers).not.toHaveProperty('a');
  });

  test.each([
    ['no provider data', {}],
    ['provider data that is no JSON', { 'X-LlamaStack-Provider-Data': 'not-json' }],
    ['no api_key', providerData({ other: 'x' })],
    ['an empty api_key', providerData({ api_key: '' })],
    ['an api_key that is no string', providerData({ api_key: 5 })],
  ])('%s: the call carries no _meta', async (_, headers) => {
    await stack.register(mcp[kind]);
    await stack.invoke({ url: 'u' }, headers);
    expect(mcp.calls).toHaveLength(1);
    expect(mcp.calls[0]?.meta).toBeUndefined();
  });

  // As 0.2.3: the tutorial's MCP server takes no `_meta` without an api_key.
  test('a call that is traced and brings no api_key carries no _meta either: its requests carry the trace', async () => {
    await stack.register(mcp[kind]);
    await stack.invoke({ url: 'u' }, { traceparent: TRACEPARENT });
    await stack.invoke({ url: 'u' }, { traceparent: TRACEPARENT });
    expect(mcp.calls.map(({ meta }) => meta)).toEqual([undefined, undefined]);
    const traced = expect.stringMatching(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`);
    expect(mcp.calls.map(({ headers }) => headers.traceparent)).toEqual([traced, traced]);
  });

  test('the requests that open a session tell of the call they are made for, and those of later calls do not', async () => {
    await stack.register(mcp[kind]);
    await stack.invoke({ url: 'u' }, { ...providerData({ api_key: 'a-key-of-its-own' }), traceparent: TRACEPARENT });
    await stack.invoke({ url: 'u' }, providerData({ api_key: 'a-key-of-its-own' }));
    expect(mcp.calls).toHaveLength(2);
    expect(mcp.calls.map(({ headers }) => headers.traceparent)).toEqual([undefined, undefined]);
  });

  test('a registration is told beside the calls, with its trace passed on to the MCP server', async () => {
    const body = { provider_id: 'mcp-identity', toolgroup_id: TOOL_GROUP, mcp_endpoint: { uri: mcp[kind] } };
    await stack.ask('/v1/toolgroups', { method: 'POST', headers: { traceparent: TRACEPARENT }, body });
    const [arrived, answered] = stack.hops.map((hop) => hopSchema.parse(hop));
    expect(stack.hops).toHaveLength(2);
    expect(arrived).toMatchObject({
      traceId: TRACE_ID,
      from: 'you',
      to: 'stack',
      request: 'POST /v1/toolgroups',
      carrier: '',
      aside: true,
      exchange: { request: { body: JSON.stringify(body) } },
    });
    expect(answered).toMatchObject({
      answer: { status: '200', ok: true, text: '' },
      exchange: { response: { body: 'null' } },
    });
    expect(mcp.lists.at(-1)).toEqual({ traceparent: expect.stringMatching(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`) });
  });

  test('a registration that is refused says why; one that nobody traces is not told, nor passed on', async () => {
    await stack.register(mcp[kind], { provider_id: 'nobody' });
    await stack.register(mcp[kind]);
    expect(stack.hops).toEqual([]);
    expect(mcp.lists.at(-1)).toBeUndefined();
    const body = { provider_id: 'nobody', toolgroup_id: TOOL_GROUP, mcp_endpoint: { uri: mcp[kind] } };
    await stack.ask('/v1/toolgroups', { method: 'POST', headers: { traceparent: TRACEPARENT }, body });
    expect(stack.hops.at(-1)?.answer).toMatchObject({
      status: '400',
      ok: false,
      text: expect.stringContaining('nobody'),
    });
  });

  test('a traceparent is passed on in _meta, and the hop is reported', async () => {
    await stack.register(mcp[kind]);
    const token = 'opaque-token-of-more-than-16';
    const headers = { ...providerData({ api_key: token }), traceparent: TRACEPARENT };
    const answer = await stack.invoke({ url: 'u' }, headers);
    expect(answer.headers['x-trace-id']).toBe(TRACE_ID);
    const [call] = mcp.calls;
    expect(call?.meta).toEqual({
      api_key: token,
      traceparent: expect.stringMatching(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`),
    });
    expect(call?.meta?.traceparent).not.toBe(TRACEPARENT);
    const [arrived, answered] = stack.hops;
    expect(stack.hops).toHaveLength(2);
    expect(arrived).toMatchObject({
      traceId: TRACE_ID,
      from: 'you',
      to: 'stack',
      request: 'POST /v1/tool-runtime/invoke',
      carrier: 'X-LlamaStack-Provider-Data api_key',
      credential: { text: 'opa...' },
    });
    expect(arrived).not.toHaveProperty('answer');
    expect(answered).toMatchObject({ id: arrived?.id, answer: { status: '200 error_code 0', ok: true } });
    expect(answered?.exchange.response).toMatchObject({ status: 200 });
    expect(JSON.stringify(stack.hops) + stack.logs.join('\n')).not.toContain(token);
  });

  test(`${count} calls at once with eight users' tokens and none: each gets its own answer`, async () => {
    await stack.register(mcp[kind]);
    const before = mcp.sessions().opened;
    const calls = Array.from({ length: count }, (_, index) => index);
    const answers = await Promise.all(
      calls.map(async (index) => {
        const headers = index % 9 === 0 ? {} : providerData({ api_key: `token-${index % 9}` });
        return echoed(await stack.invoke({ url: `u-${index}` }, headers as Record<string, string>));
      }),
    );
    expect(answers.map(({ meta }) => meta?.api_key)).toEqual(
      calls.map((index) => (index % 9 === 0 ? undefined : `token-${index % 9}`)),
    );
    expect(answers.map(({ args }) => args.url)).toEqual(calls.map((index) => `u-${index}`));
    expect(mcp.sessions().opened - before).toBeLessThanOrEqual(9);
  });

  test('model-context-protocol: mcp_headers go with the requests of their one call', async () => {
    await stack.register(mcp[kind], { provider_id: 'model-context-protocol' });
    const calls = Array.from({ length: 60 }, (_, index) => index);
    const answers = await Promise.all(
      calls.map(async (index) => {
        // In turn: the list of lines, the dictionary, none.
        const headers = [
          [`Authorization: Bearer t-${index}`, `X-Tenant: ${index}`],
          { authorization: `Bearer t-${index}`, 'x-tenant': `${index}` },
        ][index % 3];
        const data = headers ? providerData({ mcp_headers: { [mcp[kind]]: headers }, api_key: 'not-for-this' }) : {};
        return echoed(await stack.invoke({ url: 'u' }, data as Record<string, string>));
      }),
    );
    expect(answers).toEqual(
      calls.map((index) => ({
        meta: null,
        args: { url: 'u' },
        authorization: index % 3 === 2 ? null : `Bearer t-${index}`,
        tenant: index % 3 === 2 ? null : `${index}`,
      })),
    );
  });
});

test('mcp_headers are for the endpoint that they name, however it is spelled', async () => {
  await stack.register(mcp.sse, { provider_id: 'model-context-protocol' });
  const other = providerData({ mcp_headers: { 'http://example.com/sse': ['X-Tenant: 1'] } });
  expect(echoed(await stack.invoke({}, other)).tenant).toBeNull();
  const spelled = mcp.sse.replace('http://localhost', 'HTTP://LOCALHOST');
  const same = providerData({ mcp_headers: { [spelled]: ['X-Tenant: 2'] } });
  expect(echoed(await stack.invoke({}, same)).tenant).toBe('2');
  const encrypted = providerData({ mcp_headers: { [mcp.sse.replace('http:', 'https:')]: ['X-Tenant: 3'] } });
  expect(echoed(await stack.invoke({}, encrypted)).tenant).toBeNull();
});

test.each([
  ['no colon', ['nonsense-secret-0123456789']],
  ['a line break', ['X-Tenant: a\r\nX-Other: secret-0123456789']],
  ['a space in the name', ['X Tenant: secret-0123456789']],
  ['a transport header', ['Content-Length: 5']],
  ['a session of somebody else', ['Mcp-Session-Id: secret-0123456789']],
])('mcp_headers with %s are refused', async (_, lines) => {
  await stack.register(mcp.sse, { provider_id: 'model-context-protocol' });
  const answer = await stack.invoke({ url: 'u' }, providerData({ mcp_headers: { [mcp.sse]: lines } }));
  expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringContaining('mcp_headers') } });
  expect(JSON.stringify(answer.json)).not.toContain('0123456789');
  expect(mcp.calls).toEqual([]);
});

test('sessions of one call end with it', async () => {
  await stack.register(mcp.streamable, { provider_id: 'model-context-protocol' });
  const before = mcp.sessions().open;
  for (const index of [1, 2, 3]) {
    await stack.invoke({}, providerData({ mcp_headers: { [mcp.streamable]: [`X-Tenant: ${index}`] } }));
  }
  expect(mcp.sessions().open).toBe(before);
});

test('it introduces itself as Llama Stack does', async () => {
  await stack.register(mcp.sse);
  expect(mcp.initializations.at(-1)).toMatchObject({
    protocolVersion: '2024-11-05',
    clientInfo: { name: 'mcp', version: '0.1.0' },
  });
});

test('a lab traces the calls that bring no traceparent', async () => {
  const lab = await openStack({ traceEveryCall: true });
  await lab.register(mcp.sse);
  const answer = await lab.invoke({ url: 'u' }, providerData({ api_key: 'a-key-of-its-own' }));
  const traceId = answer.headers['x-trace-id'];
  expect(mcp.calls.at(-1)?.meta).toMatchObject({ traceparent: expect.stringContaining(`00-${String(traceId)}-`) });
  const calls = lab.hops.filter(({ aside }) => !aside);
  expect(calls.map((hop) => hop.traceId)).toEqual([traceId, traceId]);
  await lab.close();
});

test('the log has a line a request, without what a query holds', async () => {
  await stack.ask('/v1/tools?toolgroup_id=secret-0123456789');
  await stack.ask('/v1/nope');
  expect(stack.logs).toEqual([
    expect.stringMatching(/^INFO: {5}127\.0\.0\.1:\d+ - "GET \/v1\/tools\?\.\.\. HTTP\/1\.1" 200 OK$/),
    expect.stringMatching(/^INFO: {5}127\.0\.0\.1:\d+ - "GET \/v1\/nope HTTP\/1\.1" 404 Not Found$/),
  ]);
});

test('content blocks of every kind are passed on, one a line', async () => {
  const blocks = await startMcpFixture({
    answer: () => ({
      isError: true,
      content: [
        { type: 'text', text: 'Grüße' },
        { type: 'image', data: 'AAAA', mimeType: 'image/png', annotations: { audience: ['user'] } },
        { type: 'resource', resource: { uri: 'file:///x', text: 'y' } },
      ],
    }),
  });
  await stack.register(blocks.sse);
  expect((await stack.invoke({})).json).toEqual({
    content: [
      '{"type":"text","text":"Grüße","annotations":null}',
      '{"type":"image","data":"AAAA","mimeType":"image/png","annotations":{"audience":["user"]}}',
      '{"type":"resource","resource":{"uri":"file:///x","text":"y"},"annotations":null}',
    ].join('\n'),
    error_message: null,
    error_code: 1,
    metadata: null,
  });
  await blocks.close();
});
