import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type McpLab, openMcp, openTarget, type Target } from './mcp-server-lab.ts';
import { type ModelLab, openModel } from './model-server-lab.ts';
import { asInAnyRun, recordedResponses } from './recorded-responses.ts';
import { type Answered, openStack, type StackLab } from './stack-server-lab.ts';

/** No JWT, so that nothing masks it but what knows that it is one. */
const TOKEN = 'the-users-own-token-0123456789';

let tool: Target;
let mcp: McpLab;
let model: ModelLab;
let stack: StackLab;
let closed: { readonly url: string; close(): void };

beforeAll(async () => {
  tool = await openTarget((_, response) => {
    const known = tool.asked.at(-1)?.headers.authorization === `Bearer ${TOKEN}`;
    response.writeHead(known ? 200 : 401).end(known ? 'Hello, world!' : 'no');
  });
  mcp = await openMcp([tool.url], { traceEveryCall: true });
  model = await openModel();
  stack = await openStack({ ollamaUrl: model.url, traceEveryCall: true });
  const server = createServer((_, response) => void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  closed = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sse`,
    close: () => server.close(),
  };
});
afterAll(async () => {
  closed.close();
  await Promise.all([stack, mcp, model, tool].map((part) => part.close()));
});

const words = () => `Fetch ${tool.url} and tell me`;
const server = (more: object = {}) => ({
  type: 'mcp',
  server_label: 'sec',
  server_url: `${mcp.url}/sse`,
  require_approval: 'never',
  authorization: TOKEN,
  ...more,
});
const respond = (changes: Record<string, unknown> = {}): Promise<Answered> =>
  stack.ask('/v1/responses', {
    method: 'POST',
    body: { model: 'scripted', input: words(), stream: false, tools: [server()], ...changes },
  });
const outputOf = ({ json }: Answered) => (json as { output: Record<string, unknown>[] }).output;

/** As 0.7.3 wrote it, with what stands where here. */
function here(recorded: unknown): string {
  return [
    ['vllm/scripted', 'scripted'],
    ['http://localhost:8000', mcp.url],
    ['http://localhost:8010/sse', closed.url],
    ['http://localhost:10000', tool.url],
    ['<ACCESS_TOKEN>', TOKEN],
  ].reduce((text, [its = '', ours = '']) => text.replaceAll(its, ours), JSON.stringify(recorded));
}

const RECORDED = recordedResponses();

/** The answers of docs/references/llama-stack-0.7.3.md, to the same requests. */
test.each(RECORDED.map((each) => [each.title, each] as const))(
  'as 0.7.3: %s',
  async (_, { request, status, answer }) => {
    const answered = await stack.ask('/v1/responses', { method: 'POST', body: JSON.parse(here(request)) });
    expect(answered.status).toBe(status);
    expect(asInAnyRun(answered.json)).toEqual(asInAnyRun(JSON.parse(here(answer))));
  },
);

test('the record holds what is taken, what is refused, and no token', () => {
  expect(new Set(RECORDED.map(({ status }) => status))).toEqual(new Set([200, 400, 401, 404, 502]));
  expect(RECORDED.filter(({ answer }) => /ACCESS_TOKEN|authorization"/.test(JSON.stringify(answer)))).toEqual([]);
});

test('the token is said to nobody but the MCP server: not to the caller again, not in a hop, not in a log', async () => {
  // Of calls that bring no trace, only so many a second are told.
  const traceId = randomBytes(16).toString('hex');
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const body = { model: 'scripted', input: words(), tools: [server()] };
  const answered = await stack.ask('/v1/responses', { method: 'POST', headers, body });
  expect(JSON.stringify(answered.json)).not.toContain(TOKEN);
  const hop = stack.hops.findLast((each) => each.traceId === traceId && each.to === 'stack' && each.answer);
  expect(hop).toMatchObject({
    carrier: 'tools[0].authorization in the body',
    request: 'POST /v1/responses',
    answer: { ok: true, text: 'Hello, world!' },
  });
  const asked = mcp.hops.filter((each) => each.traceId === traceId);
  expect(asked.filter(({ answer }) => answer).map(({ request, carrier }) => [request, carrier])).toEqual([
    ['tools/list', 'Authorization: Bearer'],
    [`tools/call fetch(${tool.url})`, 'Authorization: Bearer'],
  ]);
  const told = [stack.hops, stack.logs, mcp.hops, mcp.logs, model.logs].map((each) => JSON.stringify(each)).join();
  expect(told).not.toContain(TOKEN);
});

test('of a tool that refuses the model is told, in its words', async () => {
  const message = outputOf(await respond({ tools: [server({ authorization: 'some-api-key' })] })).at(-1);
  expect(JSON.stringify(message)).toContain("Client error '401 Unauthorized'");
});

test('without tools it is a question to the model alone', async () => {
  const [message] = outputOf(await respond({ input: 'Which token do you have?', tools: [] }));
  expect(message).toMatchObject({ content: [{ text: expect.stringMatching(/^I was never given one/) }] });
});

/** Ours alone: what 0.7.3 can do and this server cannot, and what would break it. */
test.each<[what: string, changes: () => Record<string, unknown>, status: number]>([
  ['a stream', () => ({ stream: true }), 400],
  ['an earlier response', () => ({ previous_response_id: 'resp_1' }), 400],
  ['an approval', () => ({ tools: [server({ require_approval: 'always' })] }), 400],
  ['a function', () => ({ tools: [{ type: 'function', name: 'f' }] }), 400],
  ['an address with a password', () => ({ tools: [server({ server_url: 'http://a:b@localhost:1/sse' })] }), 400],
  ['a token of two lines', () => ({ tools: [server({ authorization: 'a\r\nX-Evil: 1' })] }), 400],
  ['rounds without end', () => ({ max_infer_iters: 1_000 }), 400],
  ['tools for a model that can call none', () => ({ model: 'scripted-plain' }), 400],
])('refused: %s', async (_, changes, status) => {
  const answered = await respond(changes());
  expect(answered.status).toBe(status);
  expect(JSON.stringify(answered.json)).not.toContain(TOKEN);
});

test('a model that calls without end is ended', async () => {
  const call = { function: { name: 'fetch', arguments: { url: 'http://localhost:9' } } };
  const endless = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const models = [{ name: 'endless:latest' }];
    response.end(
      JSON.stringify(
        request.url === '/api/tags'
          ? { models }
          : { message: { role: 'assistant', content: '', tool_calls: new Array(20).fill(call) } },
      ),
    );
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', () => resolve()));
  const ollamaUrl = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
  const own = await openStack({ ollamaUrl });
  try {
    const body = { model: 'endless', input: 'go', max_infer_iters: 20, tools: [server({ authorization: undefined })] };
    const answered = await own.ask('/v1/responses', { method: 'POST', body });
    expect(answered.json).toMatchObject({ status: 'incomplete' });
    expect(outputOf(answered).filter(({ type }) => type === 'mcp_call').length).toBeLessThanOrEqual(50);
  } finally {
    await own.close();
    endless.closeAllConnections();
    endless.close();
  }
});

test('where no ollama answers there is no model', async () => {
  const own = await openStack();
  try {
    const answered = await own.ask('/v1/responses', { method: 'POST', body: { model: 'scripted', input: 'hi' } });
    expect(answered.status).toBe(404);
  } finally {
    await own.close();
  }
});

test('a model is there, however long its server takes to list it', async () => {
  const slow = createServer((request, response) => {
    if (request.url !== '/api/tags') response.writeHead(500).end('{}');
    else setTimeout(() => response.end(JSON.stringify({ models: [{ name: 'slow:latest' }] })), 1_500);
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const own = await openStack({ ollamaUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}` });
  try {
    const answered = await own.ask('/v1/responses', { method: 'POST', body: { model: 'slow', input: 'hi' } });
    // It was asked, and failed at that.
    expect(answered.status).toBe(502);
  } finally {
    await own.close();
    slow.closeAllConnections();
    slow.close();
  }
});

test('its version is as before', async () => {
  expect((await stack.ask('/v1/version')).json).toEqual({ version: '0.2.3' });
});
