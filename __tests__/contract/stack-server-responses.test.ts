import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type McpLab, openMcp, openTarget, type Target } from './mcp-server-lab.ts';
import { type ModelLab, openModel } from './model-server-lab.ts';
import { type Answered, openStack, type StackLab } from './stack-server-lab.ts';

/** No JWT, so that nothing masks it but what knows that it is one. */
const TOKEN = 'the-users-own-token-0123456789';
const ID = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[0-9a-f]{8}-[0-9a-f-]{27}$`));

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

const LIST = {
  id: ID('mcp_list'),
  type: 'mcp_list_tools',
  server_label: 'sec',
  tools: [
    { name: 'fetch', description: expect.any(String), input_schema: expect.objectContaining({ type: 'object' }) },
  ],
};
const MESSAGE = (text: string) => ({
  content: [{ text, type: 'output_text', annotations: [], logprobs: [] }],
  role: 'assistant',
  type: 'message',
  id: ID('msg'),
  status: 'completed',
});

test.each(['/sse', '/mcp'])('lists, calls and answers over %s, in the shape of 0.7.3', async (path) => {
  const answered = await respond({ tools: [server({ server_url: mcp.url + path })] });
  expect(answered.status).toBe(200);
  expect(answered.json).toEqual({
    background: false,
    created_at: expect.any(Number),
    completed_at: expect.any(Number),
    error: null,
    frequency_penalty: 0,
    id: ID('resp'),
    incomplete_details: null,
    model: 'scripted',
    object: 'response',
    output: [
      LIST,
      {
        id: ID('fc'),
        type: 'mcp_call',
        arguments: JSON.stringify({ url: tool.url }),
        name: 'fetch',
        server_label: 'sec',
        error: null,
        output: 'Hello, world!',
      },
      MESSAGE('The tool fetch answered: Hello, world!'),
    ],
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    prompt: null,
    status: 'completed',
    temperature: 1,
    text: { format: { type: 'text' } },
    top_p: 1,
    top_logprobs: 0,
    tools: [{ type: 'mcp', server_label: 'sec', allowed_tools: null }],
    tool_choice: 'auto',
    truncation: 'disabled',
    usage: null,
    instructions: null,
    max_tool_calls: null,
    reasoning: null,
    max_output_tokens: null,
    safety_identifier: null,
    service_tier: 'default',
    metadata: null,
    presence_penalty: 0,
    store: true,
  });
});

test('the token is said to nobody but the MCP server: not to the caller again, not in a hop, not in a log', async () => {
  const answered = await respond();
  expect(JSON.stringify(answered.json)).not.toContain(TOKEN);
  const hop = stack.hops.findLast(({ to, answer }) => to === 'stack' && answer);
  expect(hop).toMatchObject({
    carrier: 'tools[0].authorization in the body',
    request: 'POST /v1/responses',
    answer: { ok: true, text: 'Hello, world!' },
  });
  const asked = mcp.hops.filter(({ traceId }) => traceId === hop?.traceId);
  expect(asked.filter(({ answer }) => answer).map(({ request, carrier }) => [request, carrier])).toEqual([
    ['tools/list', 'Authorization: Bearer'],
    [`tools/call fetch(${tool.url})`, 'Authorization: Bearer'],
  ]);
  const told = [stack.hops, stack.logs, mcp.hops, mcp.logs, model.logs].map((each) => JSON.stringify(each)).join();
  expect(told).not.toContain(TOKEN);
});

test('a tool that refuses is no refusal of the response: the model is told of it', async () => {
  const [list, call, message] = outputOf(await respond({ tools: [server({ authorization: 'some-api-key' })] }));
  expect(list).toEqual(LIST);
  expect(call).toMatchObject({ type: 'mcp_call', error: 'Error (code 1): None', output: null });
  expect(JSON.stringify(message)).toContain("Client error '401 Unauthorized'");
});

test.each([
  [['nope'], []],
  [['fetch'], ['fetch']],
  [{ tool_names: ['fetch'] }, ['fetch']],
])('allowed_tools %j leaves %j', async (allowed_tools, left) => {
  const answered = await respond({ tools: [server({ allowed_tools })] });
  const [list] = outputOf(answered);
  expect((list as { tools: { name: string }[] }).tools.map(({ name }) => name)).toEqual(left);
  expect(answered.json).toMatchObject({ tools: [{ type: 'mcp', server_label: 'sec', allowed_tools }] });
});

test('with tool_choice none the tools are listed, and nothing is called', async () => {
  const answered = await respond({ tool_choice: 'none' });
  expect(outputOf(answered).map(({ type }) => type)).toEqual(['mcp_list_tools', 'message']);
  expect(answered.json).toMatchObject({ tool_choice: 'none' });
});

test('without tools it is a question to the model alone', async () => {
  expect(outputOf(await respond({ input: 'Which token do you have?', tools: [] }))).toEqual([
    MESSAGE(expect.stringMatching(/^I was never given one/)),
  ]);
});

test('messages and instructions reach the model', async () => {
  const input = [{ role: 'user', content: [{ type: 'input_text', text: words() }] }];
  const answered = await respond({ input, instructions: 'Be brief' });
  expect(answered.json).toMatchObject({ status: 'completed', instructions: 'Be brief' });
  expect(outputOf(answered)[1]).toMatchObject({ output: 'Hello, world!' });
});

test('where it has to end before the model has done, it says so', async () => {
  const answered = await respond({ max_infer_iters: 1 });
  expect(answered.json).toMatchObject({
    status: 'incomplete',
    completed_at: null,
    incomplete_details: { reason: 'max_iterations_exceeded' },
  });
  expect(outputOf(answered).map(({ type }) => type)).toEqual(['mcp_list_tools', 'mcp_call']);
});

const invalid = (...errors: string[]) => ({ error: { message: `{'errors': [${errors.join(', ')}]}` } });

test.each<[what: string, changes: () => Record<string, unknown>, status: number, json: () => unknown]>([
  [
    'no model',
    () => ({ model: undefined }),
    400,
    () => invalid("{'loc': ['body', 'model'], 'msg': 'Field required', 'type': 'missing'}"),
  ],
  [
    'no input',
    () => ({ input: undefined }),
    400,
    () => invalid("{'loc': ['body', 'input'], 'msg': 'Field required', 'type': 'missing'}"),
  ],
  [
    'neither',
    () => ({ model: undefined, input: undefined }),
    400,
    () =>
      invalid(
        "{'loc': ['body', 'input'], 'msg': 'Field required', 'type': 'missing'}",
        "{'loc': ['body', 'model'], 'msg': 'Field required', 'type': 'missing'}",
      ),
  ],
  [
    'a model that is a number',
    () => ({ model: 1 }),
    400,
    () => invalid("{'loc': ['body', 'model'], 'msg': 'Input should be a valid string', 'type': 'string_type'}"),
  ],
  [
    'an unknown model',
    () => ({ model: 'nope' }),
    404,
    () => ({ detail: "Model 'nope' not found. Use 'client.models.list()' to list available Models." }),
  ],
  [
    'a token in headers',
    () => ({ tools: [server({ headers: { Authorization: `Bearer ${TOKEN}` } })] }),
    400,
    () => ({
      detail:
        "Invalid value for 'tools[server_label='sec'].headers': Authorization. Authorization credentials must be passed via the 'authorization' parameter, not 'headers'.",
    }),
  ],
  [
    'a server without an address',
    () => ({ tools: [{ type: 'mcp', server_label: 'sec' }] }),
    400,
    () =>
      invalid(
        `{'loc': ['body', 'tools', 0, 'mcp'], 'msg': "Value error, Either 'server_url' or 'connector_id' must be provided for MCP tool", 'type': 'value_error'}`,
      ),
  ],
  [
    'a server without a label',
    () => ({ tools: [{ type: 'mcp', server_url: 'http://localhost:1/sse' }] }),
    400,
    () => invalid("{'loc': ['body', 'tools', 0, 'mcp', 'server_label'], 'msg': 'Field required', 'type': 'missing'}"),
  ],
  [
    'a tool of no type that is known',
    () => ({ tools: [{ type: 'nope' }] }),
    400,
    () =>
      invalid(
        `{'loc': ['body', 'tools', 0], 'msg': "Input tag 'nope' found using 'type' does not match any of the expected tags: 'web_search', 'web_search_preview', 'web_search_preview_2025_03_11', 'web_search_2025_08_26', 'file_search', 'function', 'mcp'", 'type': 'union_tag_invalid'}`,
      ),
  ],
  [
    'an MCP server that wants a token, and none',
    () => ({ tools: [server({ server_url: closed.url, authorization: undefined })] }),
    401,
    () => ({
      error: {
        message: `Client error '401 Unauthorized' for url '${closed.url}'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401`,
      },
    }),
  ],
  [
    'an MCP server that is not there',
    () => ({ tools: [server({ server_url: 'http://localhost:9/sse' })] }),
    502,
    () => ({ error: { message: 'Failed to connect to MCP server at http://localhost:9/sse: Connection refused' } }),
  ],
])('as 0.7.3: %s', async (_, changes, status, json) => {
  expect(await respond(changes())).toMatchObject({ status, json: json() });
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

test('its version is as before', async () => {
  expect((await stack.ask('/v1/version')).json).toEqual({ version: '0.2.3' });
});
