import { readFileSync } from 'node:fs';
import { listMcpTools } from '../../services/clients/mcp.ts';
import { openSessions } from '../../services/mcp-server/sessions.ts';
import { type Hop, hopOf, hopSchema, type Observe } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { newTraceId, traceIdOf, traceparent } from '../../src/evidence/traceparent.ts';
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

/** What the MCP server tells of its calls, and when it forgets a session. */
let mcp: McpLab;
let target: Target;
const TOKEN = 'opaque-token-of-nobody-at-all';

beforeAll(async () => {
  target = await openTarget((_, response) => response.end('ok'));
  mcp = await openMcp([target.url]);
});
afterAll(async () => {
  await mcp.close();
  await target.close();
});
beforeEach(() => {
  mcp.hops.splice(0);
  mcp.logs.splice(0);
  target.asked.splice(0);
});

test('a lab traces the calls that bring no traceparent, a trace of its own each; alone, nobody is told of them', async () => {
  const ask = async (url: string, times: number) => {
    const client = await connect(url, 'Streamable HTTP');
    for (let time = 0; time < times; time += 1) await callFetch(client, target.url, { api_key: TOKEN });
    await client.close();
  };
  const lab = await openMcp([target.url], { traceEveryCall: true });
  await ask(lab.url, 2);
  await ask(mcp.url, 1);
  await lab.close();
  const traces = target.asked.map(({ headers }) => traceIdOf(headers.traceparent));
  expect(lab.hops.map(({ traceId }) => traceId)).toEqual([traces[0], traces[0], traces[1], traces[1]]);
  expect([new Set(traces).size, traces[2], mcp.hops]).toEqual([3, undefined, []]);
});

test.each<Way>(['SSE', 'Streamable HTTP'])(
  'tools that are listed over %s for a call that is traced are told beside the calls; others are not told',
  async (way) => {
    const client = await connect(mcp.url, way);
    const traceId = newTraceId();
    await client.listTools();
    await client.listTools({ _meta: { traceparent: traceparent(traceId) } });
    await client.close();
    const [came, answered] = mcp.hops.map((hop) => hopSchema.parse(hop));
    expect(mcp.hops).toHaveLength(2);
    expect(came).toMatchObject({
      traceId,
      from: 'stack',
      to: 'mcp',
      request: 'tools/list',
      carrier: '',
      aside: true,
      exchange: { request: { body: expect.stringContaining('"method":"tools/list"') } },
    });
    expect(answered).toMatchObject({
      id: came?.id,
      answer: { status: 'result', ok: true, text: 'fetch' },
      exchange: { response: { body: expect.stringContaining('"name":"fetch"') } },
    });
  },
);

test('our own client tells how it listed the tools: the message that it posted, and the one that came back', async () => {
  const hops: Hop[] = [];
  const observe: Observe = (request) => {
    const hop = hopOf(request, printer(newSalt()));
    hops.push(hop.arrived);
    return (answer) => void hops.push(hop.answered(answer));
  };
  const at = { endpoint: new URL('/sse', mcp.url), transport: 'sse' } as const;
  const came = await listMcpTools(at, { signal: new AbortController().signal, observe });
  expect(came).toEqual({ is: 'done', value: [{ name: 'fetch', arguments: ['url'] }] });
  expect(mcp.hops).toEqual([]);
  const [, answered] = hops.map((hop) => hopSchema.parse(hop));
  expect(answered).toMatchObject({
    from: 'you',
    to: 'mcp',
    seenBy: 'sender',
    aside: true,
    answer: { status: 'result', ok: true, text: 'fetch' },
    exchange: { request: { method: 'POST', url: `${mcp.url}/messages/` }, response: { status: 202 } },
  });
  const { request, response } = answered?.exchange ?? {};
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ jsonrpc: '2.0', method: 'tools/list' });
  expect(JSON.parse(response?.body ?? '')).toMatchObject({ jsonrpc: '2.0', result: { tools: [{ name: 'fetch' }] } });
});

test.each<Way>(['SSE', 'Streamable HTTP'])(
  'a traced call over %s is reported twice, and the trace goes on to the tool',
  async (way) => {
    const client = await connect(mcp.url, way);
    const traceId = newTraceId();
    await callFetch(client, target.url, { api_key: TOKEN, traceparent: traceparent(traceId) });
    await client.close();
    const [came, answered] = mcp.hops.map((hop) => hopSchema.parse(hop));
    expect(mcp.hops).toHaveLength(2);
    expect(came).toMatchObject({
      traceId,
      from: 'stack',
      to: 'mcp',
      request: `tools/call fetch(${target.url})`,
      carrier: '_meta.api_key',
      credential: { text: 'opa...' },
    });
    expect(came?.answer).toBeUndefined();
    expect(answered).toMatchObject({ id: came?.id, answer: { status: 'isError: false', ok: true, text: 'ok' } });
    expect(traceIdOf(target.asked[0]?.headers.traceparent)).toBe(traceId);
    expect(mcp.logs.filter((log) => log.traceId === traceId).map(({ line }) => line)).toEqual([
      'Processing request of type CallToolRequest',
      `Fetching ${target.url} with token opa...`,
      `HTTP Request: GET ${target.url} "HTTP/1.1 200 OK"`,
    ]);
    expect(JSON.stringify([mcp.hops, mcp.logs])).not.toContain(TOKEN);
  },
);

test('the trace and the token may come in headers, and the session id does not show', async () => {
  const headers = await openSession(mcp.url);
  const traceId = newTraceId();
  const traced = { ...headers, traceparent: traceparent(traceId), authorization: `Bearer ${TOKEN}` };
  await send(`${mcp.url}/mcp`, { headers: traced, body: toolsCall(1, { url: target.url }) });
  expect(mcp.hops[0]).toMatchObject({ traceId, carrier: 'Authorization: Bearer', credential: { text: 'opa...' } });
  expect(traceIdOf(target.asked[0]?.headers.traceparent)).toBe(traceId);
  const everything = JSON.stringify([mcp.hops, mcp.logs]);
  expect(everything).not.toContain(TOKEN);
  expect(everything).not.toContain(headers['mcp-session-id']);
});

test('a call without a trace is not reported', async () => {
  const client = await connect(mcp.url, 'SSE');
  await callFetch(client, target.url, { traceparent: 'nonsense' });
  await client.close();
  expect(mcp.hops).toEqual([]);
  expect(target.asked[0]?.headers.traceparent).toBeUndefined();
});

describe('sessions that vanish', () => {
  function registry(count: number) {
    const closed: string[] = [];
    const clock = { now: 1_000 };
    const sessions = openSessions<{ close(): Promise<void> }>({ idleMs: 1_000, count }, () => clock.now);
    const add = (id: string) => void sessions.set(id, { close: async () => void closed.push(id) });
    return { sessions, closed, clock, add };
  }

  test('one that is idle for too long is closed, one that was used is not', () => {
    const { sessions, closed, clock, add } = registry(10);
    add('idle');
    add('used');
    clock.now += 900;
    sessions.get('used');
    clock.now += 900;
    sessions.purgeStale();
    expect(closed).toEqual(['idle']);
    expect(sessions.get('idle')).toBeUndefined();
    expect(sessions.get('used')).toBeDefined();
  });

  test('when there are too many, the one unused for longest is closed', () => {
    const { sessions, closed, add } = registry(2);
    add('a');
    add('b');
    sessions.get('a');
    add('c');
    expect(closed).toEqual(['b']);
    expect(sessions.get('a')).toBeDefined();
  });
});

test('an allowed origin that is no URL is an error of usage', async () => {
  await expect(openMcp(['localhost'])).rejects.toMatchObject({ kind: 'usage' });
});

test('it names the SDK that it is built with', () => {
  const { version } = JSON.parse(readFileSync('node_modules/@modelcontextprotocol/sdk/package.json', 'utf8'));
  expect(`MCP SDK ${version}`).toContain(mcp.version);
});
