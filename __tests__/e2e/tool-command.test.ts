import { type KeptLab, keptLab, USER_PASSWORD } from './kept-lab.ts';
import { clearAll, run } from './program.ts';

/** The line that the tutorial's tool-util prints, of an answer in Python's words. */
const REFUSED = (url: string) =>
  `ToolInvocationResult(content='{"type":"text","text":"Error executing tool fetch: Client error \\'401 Unauthorized\\' for url \\'${url}\\'\\\\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401","annotations":null}', error_code=1, error_message=None, metadata=None)\n`;
const ANSWERED = `ToolInvocationResult(content='{"type":"text","text":"Hello, world!","annotations":null}', error_code=0, error_message=None, metadata=None)\n`;

describe("tool, which does what the tutorial's tool-util does", () => {
  let lab: KeptLab;
  const tool = (action: string, further: readonly string[] = [], options: Parameters<typeof run>[1] = {}) =>
    run(['tool', action, '--stack', lab.url('stack'), ...further], options);

  beforeAll(async () => {
    lab = await keptLab(['--chapter', '1']);
  });
  afterAll(clearAll);

  test('invoke without a token: the refusal as the tutorial shows it, exit code 3', async () => {
    const { code, stdout, stderr } = await tool('invoke', ['--url', lab.url('tool')]);
    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: REFUSED(lab.url('tool')), stderr: '' });
  });

  test('invoke with the token of ACCESS_TOKEN: the answer as the tutorial shows it', async () => {
    const { accessToken } = await lab.logIn();
    const env = { ACCESS_TOKEN: accessToken };
    const { code, stdout, stderr } = await tool('invoke', ['--url', lab.url('tool')], { env });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: ANSWERED, stderr: '' });
  });

  test('invoke with the token from standard input', async () => {
    const { accessToken } = await lab.logIn();
    const { code, stdout } = await tool('invoke', ['--url', lab.url('tool'), '--token-stdin'], {
      input: `${accessToken}\n`,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: ANSWERED });
  });

  test('--token-stdin with nothing there: exit code 2', async () => {
    const { code, stdout, stderr } = await tool('invoke', ['--token-stdin'], { input: '' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Standard input holds no access token.');
  });

  test('a token is taken from nowhere else: no option carries one', async () => {
    const { code, stdout, stderr } = await run(['tool', 'invoke', '--access-token', USER_PASSWORD]);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain(USER_PASSWORD);
  });

  test('list shows the tool group and its tool; --json as JSON', async () => {
    const { code, stdout } = await tool('list');
    expect(code).toBe(0);
    expect(stdout).toBe(`remote::web-fetch  provider mcp-identity, MCP server ${lab.url('mcp')}/sse\n  fetch(url)\n`);
    const asJson = await tool('list', ['--json']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      toolgroups: [{ identifier: 'remote::web-fetch' }],
      tools: [{ identifier: 'fetch' }],
    });
  });

  test('unregister, list, register, list', async () => {
    expect(await tool('unregister')).toMatchObject({ code: 0, stdout: 'Unregistered remote::web-fetch\n' });
    expect(await tool('list')).toMatchObject({ code: 0, stdout: 'No tool groups.\n' });
    const endpoint = `${lab.url('mcp')}/sse`;
    expect(await tool('register', ['--mcp-endpoint', endpoint])).toMatchObject({
      code: 0,
      stdout: `Registered remote::web-fetch: provider mcp-identity, MCP server ${endpoint}\n`,
    });
    expect(await tool('list')).toMatchObject({ code: 0, stdout: expect.stringContaining('fetch(url)') });
  });

  test('unregistering a group that is not there is refused with a sentence', async () => {
    const { code, stdout, stderr } = await tool('unregister', ['--toolgroup', 'remote::nowhere']);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^ {2}why {3}.*remote::nowhere/m);
  });
});
