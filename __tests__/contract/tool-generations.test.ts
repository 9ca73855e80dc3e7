import type { ToolOptions } from '../../src/commands/tool.ts';
import { RECORDED_VERSIONS, type RecordedStack, startRecordedStack } from './fixtures/recorded-stack.ts';
import { runToolCommand, type Setting } from './tool-run.ts';

/** `tutorial-tui tool` against what real Llama Stacks answered, generation by generation. */
const TOKEN = 'opaque-token-of-alan-0123456789';
const PROVIDER = 'model-context-protocol';
const REFUSAL =
  "Error executing tool fetch: Client error '401 Unauthorized' for url 'http://localhost:10000'\\nFor more information check: " +
  'https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401';

let stack: RecordedStack;
afterEach(() => stack.close());
const run = (options: ToolOptions, setting?: Setting) => runToolCommand({ stack: stack.url, ...options }, setting);

const [NEWEST = '', ...WITH_TOOL_GROUPS] = RECORDED_VERSIONS.toReversed();

describe.each(WITH_TOOL_GROUPS.toReversed())('Llama Stack %s', (version) => {
  test('register, list, unregister', async () => {
    stack = await startRecordedStack(version);
    expect(await run({ action: 'list' })).toEqual({ code: 0, stdout: 'No tool groups.\n', stderr: '' });
    expect(await run({ action: 'register', provider: PROVIDER })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Registered remote::web-fetch'),
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

  test("invoke: the result as tool-util prints it, and why the token cannot have arrived at the tutorial's tool", async () => {
    stack = await startRecordedStack(version, 'groups');
    const result = `ToolInvocationResult(content=[TextContentItem(text="${REFUSAL}", type='text')], error_code=1, error_message=None, metadata=None)\n`;
    expect(await run({ action: 'invoke' })).toEqual({ code: 3, stdout: result, stderr: '' });
    const withToken = await run({ action: 'invoke' }, { env: { ACCESS_TOKEN: TOKEN } });
    expect(withToken).toMatchObject({ code: 3, stdout: result });
    expect(withToken.stderr).toContain(`remote::web-fetch is served by ${PROVIDER}`);
    await expect(run({ action: 'invoke', tool: 'nope' })).rejects.toMatchObject({
      kind: 'check-failed',
      why: expect.stringContaining('`nope` not served'),
    });
  });

  test('a provider that it does not have', async () => {
    stack = await startRecordedStack(version);
    await expect(run({ action: 'register' })).rejects.toMatchObject({
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

test('a server of another generation is asked once as a client of 0.2, and from then on as one of its own', async () => {
  stack = await startRecordedStack('0.3.5', 'groups');
  await run({ action: 'list' });
  expect(stack.asked).toEqual(['GET /v1/toolgroups', 'GET /v1/version', 'GET /v1/toolgroups', 'GET /v1/tools']);
});

test.each<ToolOptions['action']>(['list', 'register', 'unregister', 'invoke'])(
  `Llama Stack ${NEWEST} has no tool groups any more: %s says so`,
  async (action) => {
    stack = await startRecordedStack(NEWEST);
    await expect(run({ action })).rejects.toMatchObject({
      kind: 'check-failed',
      exitCode: 3,
      message: `This program cannot use the tool groups of Llama Stack ${NEWEST} at ${stack.url}.`,
      why: expect.stringContaining('0.7.0'),
      next: expect.stringContaining('0.2 to 0.6'),
    });
  },
);
