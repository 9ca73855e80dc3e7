import { type Hostility, startHostileMcp } from './fixtures/hostile-mcp.ts';
import { FETCH_TOOL, startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, providerData, type StackLab } from './stack-server-lab.ts';

/** MCP servers and callers that would end or fill the stack server: each is a refusal that names the cause, and the server lives on. */
let stack: StackLab;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  stack = await openStack();
});
afterEach(async () => {
  await stack.close();
  for (const one of open.splice(0)) await one.close();
});
async function hostile(answer: Hostility) {
  const server = await startHostileMcp(answer);
  open.push(server);
  return server;
}

const TOOLS = [FETCH_TOOL];
const listed = (id: number) => [JSON.stringify({ jsonrpc: '2.0', id, result: { tools: TOOLS } })];
const A_LOT = 'x'.repeat(64 * 1024);
function* endless(start: string): Iterable<string> {
  yield start;
  for (;;) yield A_LOT;
}

describe.each(['sse', 'streamable', 'stream'] as const)('over %s', (kind) => {
  test('a result without end', async () => {
    const mcp = await hostile((id, method) =>
      method === 'tools/list'
        ? listed(id)
        : endless(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"`),
    );
    await stack.register(mcp[kind]);
    const answer = await stack.invoke({});
    expect(answer).toMatchObject({
      status: 502,
      json: { detail: expect.stringMatching(/answered with more than \d+ characters$/) },
    });
    expect(await stack.ask('/v1/health')).toMatchObject({ status: 200 });
  });

  test('a list of tools without end, page by page', async () => {
    const description = 'x'.repeat(100_000);
    const mcp = await hostile((id) => [
      JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [{ ...FETCH_TOOL, description }], nextCursor: `${id}` } }),
    ]);
    expect(await stack.register(mcp[kind])).toMatchObject({
      status: 502,
      json: { detail: expect.stringMatching(/answered with more than \d+ characters$/) },
    });
  });

  test('a result nested fifty thousand deep', async () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const mcp = await hostile((id, method) =>
      method === 'tools/list'
        ? listed(id)
        : [`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"t","d":${deep}}]}}`],
    );
    await stack.register(mcp[kind]);
    expect(await stack.invoke({})).toMatchObject({
      status: 502,
      json: { detail: expect.stringMatching(/nests deeper than 100$/) },
    });
    expect(stack.logs.join('\n')).not.toContain('RangeError');
  });

  test('a tool nested fifty thousand deep', async () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const tool = `{"name":"fetch","inputSchema":{"type":"object","properties":{"url":{"default":${deep}}}}}`;
    const mcp = await hostile((id) => [`{"jsonrpc":"2.0","id":${id},"result":{"tools":[${tool}]}}`]);
    expect(await stack.register(mcp[kind])).toMatchObject({
      status: 502,
      json: { detail: expect.stringMatching(/nests deeper than 100$/) },
    });
  });
});

test('what a hostile server says reaches no terminal raw', async () => {
  const text = '\u001b]0;x\u0007\u009b2J\u202e\u2028';
  const mcp = await hostile((id) => [JSON.stringify({ jsonrpc: '2.0', id, error: { code: -1, message: text } })]);
  const { json } = await stack.register(mcp.sse);
  expect(json).toEqual({ detail: expect.stringContaining('\\u{1b}]0;x\\u{7}\\u{9b}2J\\u{202e}\\u{2028}') });
});

test('a session is kept for one credential and never shared by two', async () => {
  const mcp = await startMcpFixture();
  open.push(mcp);
  await stack.register(mcp.sse);
  const before = mcp.sessions().opened;
  const users = ['alan', 'barbara', undefined];
  for (let round = 0; round < 3; round++)
    await Promise.all(users.map((user) => stack.invoke({}, user === undefined ? {} : providerData({ api_key: user }))));
  expect(mcp.sessions().opened - before).toBe(users.length);
});

test('more calls at once than there are places: all are answered, one after the other', async () => {
  const mcp = await startMcpFixture();
  open.push(mcp);
  const impatient = await openStack({ mcpTimeouts: { connect: 5_000, call: 5_000 } });
  open.push(impatient);
  await impatient.register(mcp.streamable, { provider_id: 'model-context-protocol' });
  const statuses = await Promise.all(
    Array.from({ length: 80 }, async (_, index) => {
      const headers = providerData({ mcp_headers: { [mcp.streamable]: [`X-Tenant: ${index}`] } });
      return (await impatient.invoke({}, index % 2 === 0 ? headers : {})).status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('thirty-two calls that hang are all that hang, and the rest of the server answers', async () => {
  const hanging: (() => void)[] = [];
  const mcp = await startMcpFixture({
    answer: () => new Promise((resolve) => hanging.push(() => resolve({ content: [] }))),
  });
  open.push(mcp);
  await stack.register(mcp.sse);
  let answered = false;
  const calls = Promise.all(Array.from({ length: 40 }, () => stack.invoke({}))).finally(() => {
    answered = true;
  });
  while (hanging.length < 32) await new Promise((resolve) => setImmediate(resolve));
  expect(await stack.ask('/v1/health')).toMatchObject({ status: 200 });
  expect(hanging).toHaveLength(32);
  while (!answered) {
    hanging.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(new Set((await calls).map(({ status }) => status))).toEqual(new Set([200]));
});
