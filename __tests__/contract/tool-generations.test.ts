import type { ToolOptions } from '../../src/commands/tool.ts';
import { RECORDED_VERSIONS, type RecordedStack, startRecordedStack } from './fixtures/recorded-stack.ts';
import { runToolCommand, type Setting } from './tool-run.ts';

/** `tutorial-tui tool` against what real Llama Stacks answered, generation by generation. */
const TOKEN = 'opaque-token-of-alan-0123456789';
const PROVIDER = 'model-context-protocol';
const REFUSAL =
  "Error executing tool fetch: Client error '401 Unauthorized' for url 'http://localhost:10000'\\nFor more information check: " +
  'https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401';

const MCP_HEADERS = '`Authorization` of `mcp_headers` in X-LlamaStack-Provider-Data';
const TRAVELS: Readonly<Record<string, string>> = {
  '0.2.12': MCP_HEADERS,
  '0.3.5': MCP_HEADERS,
  '0.6.1': '`authorization` in the body',
};
const BY_HEADERS = {
  headers: {
    'x-llamastack-provider-data': `{"mcp_headers":{"http://localhost:8000/sse":{"Authorization":"Bearer ${TOKEN}"}}}`,
  },
};
const CARRIES: Readonly<Record<string, object>> = {
  '0.2.12': BY_HEADERS,
  '0.3.5': BY_HEADERS,
  '0.6.1': { body: { authorization: TOKEN } },
};

let stack: RecordedStack;
afterEach(() => stack.close());
const run = (options: ToolOptions, setting?: Setting) => runToolCommand({ stack: stack.url, ...options }, setting);

const [NEWEST = '', ...WITH_TOOL_GROUPS] = RECORDED_VERSIONS.toReversed();

describe.each(WITH_TOOL_GROUPS.toReversed())('Llama Stack %s', (version) => {
  test('register, list, unregister', async () => {
    stack = await startRecordedStack(version);
    expect(await run({ action: 'list' })).toEqual({ code: 0, stdout: 'No tool groups.\n', stderr: '' });
    expect(await run({ action: 'register' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Registered remote::web-fetch: provider ${PROVIDER}`),
    });
    expect((await run({ action: 'list' })).stdout).toBe(
      `remote::web-fetch  provider ${PROVIDER}, MCP server http://localhost:8000/sse\n  fetch(url)\n`,
    );
    expect(await run({ action: 'unregister' })).toMatchObject({ code: 0, stdout: 'Unregistered remote::web-fetch\n' });
    await expect(run({ action: 'unregister' })).rejects.toMatchObject({
      kind: 'check-failed',
      why: expect.stringContaining("'remote::web-fetch' not found"),
    });
  });

  test('invoke: the result as tool-util prints it, and how the token travels', async () => {
    stack = await startRecordedStack(version, 'groups');
    const result = `ToolInvocationResult(content=[TextContentItem(text="${REFUSAL}", type='text')], error_code=1, error_message=None, metadata=None)\n`;
    const stderr = `note: Llama Stack ${version}: the token travels as ${TRAVELS[version]}.\n`;
    expect(await run({ action: 'invoke' }, { env: { ACCESS_TOKEN: TOKEN } })).toEqual({
      code: 3,
      stdout: result,
      stderr,
    });
    expect(stack.received.at(-1)).toMatchObject(CARRIES[version] ?? { headers: 'unknown' });
    await expect(run({ action: 'invoke', tool: 'nope' })).rejects.toMatchObject({
      kind: 'check-failed',
      why: expect.stringContaining('`nope` not served'),
    });
  });

  test('a provider that it does not have', async () => {
    stack = await startRecordedStack(version);
    await expect(run({ action: 'register', provider: 'mcp-identity' })).rejects.toMatchObject({
      kind: 'check-failed',
      message: 'The stack server has no tool provider mcp-identity.',
      why: `Those that it has: ${PROVIDER}.`,
      next: expect.stringContaining('--provider'),
    });
  });

  test('a tool group that is there already, with another MCP server', async () => {
    stack = await startRecordedStack(version, 'groups');
    const mcpEndpoint = 'http://127.0.0.1:8000/sse';
    await expect(run({ action: 'register', provider: PROVIDER, mcpEndpoint })).rejects.toMatchObject({
      kind: 'check-failed',
      why: expect.stringContaining('http://localhost:8000/sse'),
      next: expect.stringContaining('tool unregister --toolgroup remote::web-fetch'),
    });
  });

  test('a tool group whose MCP server does not answer hides no other', async () => {
    stack = await startRecordedStack(version, 'oneDown');
    const { code, stdout, stderr } = await run({ action: 'list' });
    expect(stdout).toContain('remote::web-fetch');
    expect(stdout).toContain('\n  fetch(url)\n');
    expect(stdout).toContain('mcp::down');
    // 0.2.12 answers 500 for it, the later ones an empty list.
    expect({ code, said: stderr.includes('The tools of mcp::down could not be listed.') }).toEqual(
      version === '0.2.12' ? { code: 5, said: true } : { code: 0, said: false },
    );
  });
});

test('a server is asked for its version once, before all else', async () => {
  stack = await startRecordedStack('0.3.5', 'groups');
  await run({ action: 'list' });
  expect(stack.asked).toEqual(['GET /v1/version', 'GET /v1/toolgroups', 'GET /v1/tools']);
});

test('another generation than the server’s, where that is asked for', async () => {
  stack = await startRecordedStack('0.3.5', 'groups');
  const setting = { env: { ACCESS_TOKEN: TOKEN } };
  const { stderr } = await run({ action: 'invoke', generation: 'authorization' }, setting);
  expect(stderr).toContain('Llama Stack 0.3.5: the token travels as `authorization` in the body, as was asked for.');
  expect(stack.received.at(-1)).toMatchObject({ body: { authorization: TOKEN } });
});

describe(`Llama Stack ${NEWEST}, which keeps no tool groups`, () => {
  test.each<ToolOptions['action']>(['register', 'unregister'])('%s says so', async (action) => {
    stack = await startRecordedStack(NEWEST);
    await expect(run({ action })).rejects.toMatchObject({
      kind: 'check-failed',
      exitCode: 3,
      message: `Llama Stack ${NEWEST} at ${stack.url} keeps no tool groups.`,
      why: expect.stringContaining('0.7.0'),
      next: expect.stringContaining('--mcp-endpoint'),
    });
  });

  test('list: the tools of the MCP server, which nobody has called', async () => {
    stack = await startRecordedStack(NEWEST);
    const { code, stdout } = await run({ action: 'list', mcpEndpoint: 'http://localhost:8000/sse' });
    expect({ code, lines: stdout.split('\n').slice(1) }).toEqual({
      code: 0,
      lines: ['http://localhost:8000/sse', '  fetch(url)', ''],
    });
    expect(stack.received.at(-1)).toMatchObject({
      body: { model: 'vllm/scripted', tool_choice: 'none', store: false },
    });
  });

  test('invoke: a model makes the call, and the token goes along', async () => {
    stack = await startRecordedStack(NEWEST);
    const setting = { env: { ACCESS_TOKEN: TOKEN } };
    const { code, stdout, stderr } = await run({ action: 'invoke', model: 'other', arg: { n: 2 } }, setting);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `ToolInvocationResult(content=[TextContentItem(text='Hello, world!', type='text')], error_code=0, error_message=None, metadata=None)\n`,
    });
    expect(stderr).toContain('in a request to the Responses API');
    expect(stack.received.at(-1)).toMatchObject({
      body: {
        model: 'other',
        input: 'Call the tool fetch once, with url = http://localhost:10000 ; n = 2',
        tools: [{ server_url: 'http://localhost:8000/sse', authorization: TOKEN, allowed_tools: ['fetch'] }],
      },
    });
  });

  test('invoke without a token: the placeholder goes along, and what failed is an exit code', async () => {
    stack = await startRecordedStack(NEWEST);
    expect(await run({ action: 'invoke' })).toMatchObject({ code: 3, stdout: expect.stringContaining('error_code=1') });
    expect(stack.received.at(-1)).toMatchObject({ body: { tools: [{ authorization: 'some-api-key' }] } });
  });
});

test('a protected stack server is shown what the environment holds, with every request; an unset variable is said', async () => {
  stack = await startRecordedStack('0.6.1', 'groups');
  const headerEnv = { 'x-api-key': 'STACK_KEY' };
  const env = { STACK_AUTHORIZATION: 'Basic YWxhbjpwdw==', STACK_KEY: 'key-of-alan' };
  await run({ action: 'list', headerEnv }, { env });
  expect(stack.received.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual(
    stack.received.map(() => ['Basic YWxhbjpwdw==', 'key-of-alan']),
  );
  await expect(run({ action: 'list', headerEnv })).rejects.toMatchObject({
    kind: 'usage',
    message: 'STACK_KEY is not set, and --header-env names it.',
  });
  // The key itself, where the name of its variable has to stand.
  await expect(run({ action: 'list', headerEnv: { 'x-api-key': 'qJ8xW2mZr5Tn0VbKc7YdLp4H' } })).rejects.toMatchObject({
    kind: 'usage',
    message: 'The variable is not set, and --header-env names it.',
  });
});
