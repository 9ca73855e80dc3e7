import { PassThrough, Readable } from 'node:stream';
import { keepToPolicy } from '../../services/wire/wire-policy.ts';
import type { ToolOptions } from '../../src/commands/tool.ts';
import { pythonRepr } from '../../src/evidence/python-repr.ts';
import { main } from '../../src/main.ts';
import { startMcpFixture } from './fixtures/mcp-fixture.ts';
import { openStack, type StackLab, TOOL_GROUP } from './stack-server-lab.ts';
import { runToolCommand, type Setting } from './tool-run.ts';
import { freePort } from './tool-server-lab.ts';

/** `tutorial-tui tool`: what the tutorial's tool-util does and prints, against a stack server. */
const TOKEN = 'opaque-token-of-alan-0123456789';
const REFUSAL =
  "Error executing tool fetch: Client error '401 Unauthorized' for url 'http://localhost:10000'\n" +
  'For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401';

let mcp: Awaited<ReturnType<typeof startMcpFixture>>;
let stack: StackLab;
beforeAll(async () => {
  // The tool of the tutorial, as seen from here: it greets whoever brings the token.
  mcp = await startMcpFixture({
    answer: ({ meta }) => {
      const known = meta?.api_key === TOKEN;
      return { isError: !known, content: [{ type: 'text', text: known ? 'Hello, world!' : REFUSAL }] };
    },
  });
  stack = await openStack();
});
afterAll(async () => {
  await stack.close();
  await mcp.close();
});
beforeEach(() => mcp.calls.splice(0));

/** Runs the command against the lab's stack server and says what it printed. */
async function run(options: ToolOptions, setting: Setting = {}) {
  const ran = await runToolCommand({ stack: stack.url, ...options }, setting);
  expect(ran.stdout + ran.stderr).not.toContain(TOKEN);
  return ran;
}

const register = () => run({ action: 'register', mcpEndpoint: mcp.sse });

test('register, list, unregister', async () => {
  expect(await run({ action: 'list' })).toEqual({ code: 0, stdout: 'No tool groups.\n', stderr: '' });
  expect(await register()).toMatchObject({ code: 0, stdout: expect.stringContaining(TOOL_GROUP) });
  expect((await stack.ask('/v1/toolgroups')).json).toMatchObject({
    data: [
      {
        identifier: 'remote::web-fetch',
        provider_id: 'mcp-identity',
        mcp_endpoint: { uri: mcp.sse },
        args: { metadata: { key1: 'value1', key2: 'value2' } },
      },
    ],
  });
  expect((await run({ action: 'list' })).stdout).toBe(
    `remote::web-fetch  provider mcp-identity, MCP server ${mcp.sse}\n  fetch(url)\n`,
  );
  expect(await run({ action: 'unregister' })).toMatchObject({ code: 0 });
  expect((await run({ action: 'list' })).stdout).toBe('No tool groups.\n');
});

test('another tool group and provider', async () => {
  await run({ action: 'register', toolgroup: 'mine', provider: 'model-context-protocol', mcpEndpoint: mcp.streamable });
  expect((await run({ action: 'list' })).stdout).toContain(`mine  provider model-context-protocol`);
  await run({ action: 'unregister', toolgroup: 'mine' });
});

describe('invoke', () => {
  beforeAll(register);
  afterAll(() => run({ action: 'unregister' }));

  test('without a token: some-api-key, and the tutorial’s output word for word', async () => {
    const { code, stdout } = await run({ action: 'invoke' });
    expect(mcp.calls[0]).toMatchObject({
      name: 'fetch',
      arguments: { url: 'http://localhost:10000' },
      meta: { api_key: 'some-api-key' },
    });
    expect(code).toBe(3);
    expect(stdout).toBe(
      String.raw`ToolInvocationResult(content='{"type":"text","text":"Error executing tool fetch: Client error \'401 Unauthorized\' for url \'http://localhost:10000\'\\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401","annotations":null}', error_code=1, error_message=None, metadata=None)` +
        '\n',
    );
  });

  const hello =
    'ToolInvocationResult(content=\'{"type":"text","text":"Hello, world!","annotations":null}\', error_code=0, error_message=None, metadata=None)\n';

  test('with ACCESS_TOKEN', async () => {
    expect(await run({ action: 'invoke' }, { env: { ACCESS_TOKEN: TOKEN } })).toEqual({
      code: 0,
      stdout: hello,
      stderr: '',
    });
  });

  test('with a token from standard input, whatever the environment holds', async () => {
    const stdin = Readable.from([Buffer.from(TOKEN.slice(0, 5)), Buffer.from(`${TOKEN.slice(5)}\n`)]);
    const env = { ACCESS_TOKEN: 'another' };
    expect(await run({ action: 'invoke', tokenStdin: true }, { env, stdin })).toEqual({
      code: 0,
      stdout: hello,
      stderr: '',
    });
  });

  test('another URL, as JSON', async () => {
    const env = { ACCESS_TOKEN: TOKEN };
    const { code, stdout } = await run({ action: 'invoke', url: 'http://localhost:1234/x', json: true }, { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      content: '{"type":"text","text":"Hello, world!","annotations":null}',
      error_message: null,
      error_code: 0,
      metadata: null,
    });
    expect(mcp.calls[0]?.arguments).toEqual({ url: 'http://localhost:1234/x' });
  });

  test('the list as JSON', async () => {
    const { stdout } = await run({ action: 'list', json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      toolgroups: [{ identifier: TOOL_GROUP }],
      tools: [{ identifier: 'fetch' }],
    });
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['far too much', 'x'.repeat(100_000)],
  ])('%s on standard input is a usage error', async (_, text) => {
    const stdin = Readable.from([text]);
    await expect(run({ action: 'invoke', tokenStdin: true }, { stdin })).rejects.toMatchObject({
      kind: 'usage',
      exitCode: 2,
    });
    expect(mcp.calls).toEqual([]);
  });

  test('an interrupt ends the wait for standard input', async () => {
    const controller = new AbortController();
    const stdin = new PassThrough();
    const running = run({ action: 'invoke', tokenStdin: true }, { stdin, signal: controller.signal });
    controller.abort(new Error('interrupted'));
    await expect(running).rejects.toMatchObject({ kind: 'interrupted' });
    stdin.destroy();
  });
});

test('what cannot be done', async () => {
  const port = await freePort();
  const nobody = { stack: `http://localhost:${port}` };
  await expect(run({ action: 'list', ...nobody })).rejects.toMatchObject({ kind: 'part-unreachable', exitCode: 5 });
  await expect(run({ action: 'invoke' })).rejects.toMatchObject({
    kind: 'check-failed',
    why: expect.stringContaining('fetch'),
  });
  await expect(run({ action: 'unregister' })).rejects.toMatchObject({ kind: 'check-failed' });
  await expect(run({ action: 'register', mcpEndpoint: `http://localhost:${port}/sse` })).rejects.toMatchObject({
    kind: 'part-unreachable',
  });
  await expect(run({ action: 'list', stack: 'localhost:8321' })).rejects.toMatchObject({ kind: 'usage', exitCode: 2 });
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1'],
  ['::1', 'http://[::1]'],
  ['[::1]', 'http://[::1]'],
])('--host %s', async (host, origin) => {
  const port = await freePort();
  await expect(runToolCommand({ action: 'list', host, port })).rejects.toMatchObject({
    message: `No stack server answers at ${origin}:${port}.`,
  });
});

test.each(['', ' \n'])(
  'ACCESS_TOKEN=%j is a usage error: an unset secret of a pipeline looks like that',
  async (token) => {
    await expect(run({ action: 'invoke' }, { env: { ACCESS_TOKEN: token } })).rejects.toMatchObject({
      kind: 'usage',
      exitCode: 2,
      message: 'ACCESS_TOKEN is set, and empty.',
    });
    expect(mcp.calls).toEqual([]);
  },
);

test('a URL with a password in it is a usage error, which does not show it', async () => {
  const stack = 'http://alan:opaque-password@localhost:8321';
  const failure = run({ action: 'list', stack });
  await expect(failure).rejects.toMatchObject({ kind: 'usage', exitCode: 2 });
  await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining('opaque-password') });
});

/** The command line itself, in this process. */
async function runMain(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const io = { stdin: Readable.from([]), stdout: new PassThrough(), stderr: new PassThrough(), env, entry: '' };
  const code = await main(argv, { ...io, signal: new AbortController().signal });
  return { code, stderr: String(io.stderr.read() ?? '') };
}

test.each([
  ['--stack', ['--stack', 'http://192.0.2.1:8321']],
  ['--host', ['--host', '192.0.2.1']],
])(
  'a server that others could read what it is sent of is none, by %s, unless that is said by name',
  async (said, at) => {
    // An address for documentation (RFC 5737): nobody answers there.
    const argv = ['tool', 'invoke', ...at, '--timeout', '50ms'];
    const refused = await runMain(argv, { ACCESS_TOKEN: TOKEN });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${said} leads to http://192.0.2.1:8321, which cannot be sent a token.`);
    expect(refused.stderr).toContain('--plain-http-to 192.0.2.1');
    try {
      expect((await runMain([...argv, '--plain-http-to', '192.0.2.1'])).code).not.toBe(2);
    } finally {
      keepToPolicy({});
    }
  },
);

describe('any tool, with any arguments', () => {
  const account = { type: 'object', properties: { id: { type: 'integer' } } } as const;
  let own: Awaited<ReturnType<typeof startMcpFixture>>;
  beforeAll(async () => {
    own = await startMcpFixture({
      tools: [{ name: 'get_account', description: '', inputSchema: account }],
      answer: () => ({ content: [{ type: 'text', text: 'found' }] }),
    });
    await run({ action: 'register', toolgroup: 'mcp::own', mcpEndpoint: own.sse });
  });
  afterAll(async () => {
    await run({ action: 'unregister', toolgroup: 'mcp::own' });
    await own.close();
  });

  const invoke = async (...args: string[]) => {
    const { code, stderr } = await runMain(['tool', 'invoke', '--stack', stack.url, ...args]);
    return { code, stderr, arguments: own.calls.splice(0).at(-1)?.arguments };
  };

  test.each<[string[], Record<string, unknown>]>([
    [[], {}],
    [['id=42'], { id: 42 }],
    [['id="42"'], { id: '42' }],
    [['id=1', 'name=Alan Turing', 'deep={"a":[true,null]}'], { id: 1, name: 'Alan Turing', deep: { a: [true, null] } }],
    [['empty=', 'equals=a=b', 'zeros=007'], { empty: '', equals: 'a=b', zeros: '007' }],
    [['id=12345678901234567890'], { id: '12345678901234567890' }],
    [['id=1', 'id=2'], { id: 2 }],
  ])('--arg %j', async (given, expected) => {
    const ran = await invoke('--tool', 'get_account', ...given.flatMap((argument) => ['--arg', argument]));
    expect(ran).toEqual({ code: 0, stderr: '', arguments: expected });
  });

  test('--url is short for the argument url', async () => {
    expect((await invoke('--tool', 'get_account', '--url', 'http://localhost:1')).arguments).toEqual({
      url: 'http://localhost:1',
    });
  });

  test.each(['id', '=42', ''])('--arg %j is a usage error', async (argument) => {
    const { code, stderr } = await invoke('--tool', 'get_account', '--arg', argument);
    expect(code).toBe(2);
    expect(stderr).toContain('e.g. account=42');
  });
});

test('host and port say where, in place of a URL', async () => {
  const { port } = new URL(stack.url);
  const where = { host: '127.0.0.1', port: Number(port) };
  expect(await runToolCommand({ action: 'list', ...where })).toMatchObject({ code: 0 });
});

/** Expected values from CPython 3.11's repr(). */
test.each<[unknown, string]>([
  [null, 'None'],
  [true, 'True'],
  [1.5, '1.5'],
  ["it's", '"it\'s"'],
  ['say "it\'s"', "'say \"it\\'s\"'"],
  ['a\\b\n\r\t\0\x1b\x7f\u00a0\u200b\ud83d\ude00é', "'a\\\\b\\n\\r\\t\\x00\\x1b\\x7f\\xa0\\u200b😀é'"],
  [{ a: [1, { b: null }] }, "{'a': [1, {'b': None}]}"],
])('repr of %j', (value, expected) => {
  expect(pythonRepr(value)).toBe(expected);
});
