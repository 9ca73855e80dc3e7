import { COMMANDS, LONG, longestRun, rawIn } from '../hostile.ts';
import { hostileProvider, hostileStack, type Mode, type SmallServer } from './hostile-servers.ts';
import { clearAll, type Program, run, start } from './program.ts';
import { freePorts } from './world.ts';

const open: SmallServer[] = [];

afterEach(async () => {
  await clearAll();
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function opened<T extends SmallServer>(server: Promise<T>): Promise<T> {
  open.push(await server);
  return server;
}

/** Everything that a run has written, by where it did. */
function written({ stdout, stderr, home }: Program): Record<string, string> {
  return { stdout, stderr, files: home.written() };
}

function expectText(outputs: Record<string, string>): void {
  for (const [name, text] of Object.entries(outputs)) {
    expect({ name, raw: rawIn(text) }).toEqual({ name, raw: [] });
    expect({ name, cut: longestRun(text) <= 20_000 }).toEqual({ name, cut: true });
  }
}

const HOSTILE = `${COMMANDS}${LONG}`;

/**
 * The first chapter, for this provider knows no more than its login. Where the tokens are good, what they say reaches every part, the logs, the side
 * by side. Proved, or refused as it is.
 */
const RUNS: readonly (readonly [Mode, number, string, readonly string[]])[] = [
  ['logs-in', 0, COMMANDS, ['--verbose']],
  ['logs-in', 0, COMMANDS, ['--json']],
  ['refuses', 4, HOSTILE, ['--verbose']],
  ['refuses', 4, HOSTILE, ['--json']],
  ['calls-itself-otherwise', 3, COMMANDS, ['--verbose']],
];

test.each(RUNS)('an identity provider that %s (exit code %i) commands no terminal', async (mode, code, text, flags) => {
  const { issuer } = await opened(hostileProvider(mode, text));
  const [tool, mcp, stack] = await freePorts(3);
  const ports = [`--port-tool=${tool}`, `--port-mcp=${mcp}`, `--port-stack=${stack}`];
  const env = {
    USER_NAME: `alan${mode === 'refuses' ? '\u001b]0;owned\u0009\u009b2J' : ''}`,
    USER_PASSWORD: 'a-password',
  };
  const program = await run(['--ci', '--chapter', '1', ...flags, '--idp', issuer, ...ports], { env });
  const outputs = written(program);
  expect({ code: program.code, stderr: program.code === code ? '' : program.stderr }).toEqual({ code, stderr: '' });
  // It did arrive: as text.
  expect(Object.values(outputs).join('')).toMatch(/\\u(?:\{1b\}|001b)\]0;owned/);
  expectText(outputs);
});

describe.each([true, false])('a stack server that refuses the call: %p', (refuses) => {
  test.each([
    ['list', []],
    ['list', ['--json']],
    ['invoke', []],
    ['invoke', ['--json']],
    ['register', []],
    ['unregister', []],
  ])('tool %s %p prints text', async (action, flags) => {
    const { origin } = await opened(hostileStack(COMMANDS, refuses));
    const program = await run(['tool', action, ...flags, '--stack', origin]);
    expect(program.stdout + program.stderr).not.toBe('');
    expectText(written(program));
  });
});

test('a part that is served alone logs text', async () => {
  const { issuer } = await opened(hostileProvider('logs-in', COMMANDS));
  const [port] = await freePorts(1);
  const program = start(['serve', 'tool', '--issuer', issuer, '--port', String(port)]);
  await program.sees(/listens on/);
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'llama-stack', scope: 'tool-audience' }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const call = await fetch(`http://127.0.0.1:${port}`, { headers: { authorization: `Bearer ${access_token}` } });
  expect(await call.text()).toBe('Hello, world!');
  await program.sees(/Received access token with Subject alan/);
  expectText(written(program));
});
