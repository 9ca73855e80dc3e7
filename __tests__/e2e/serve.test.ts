import { once } from 'node:events';
import { PART_NAMES } from '../parts.ts';
import { clearAll, run, start } from './program.ts';
import { emptied, freePorts, isListening, occupy, processesOf } from './world.ts';

/** The first thing to ask each part, and what a part that lives answers. */
const FIRST_QUESTION: Record<string, { path: string; status: number; holds: string }> = {
  identity: { path: '/realms/demo/.well-known/openid-configuration', status: 200, holds: '/realms/demo' },
  tool: { path: '/', status: 401, holds: 'Missing Authorization header' },
  mcp: { path: '/nothing-here', status: 404, holds: '' },
  stack: { path: '/v1/health', status: 200, holds: '{"status":"OK"}' },
  model: { path: '/api/version', status: 200, holds: 'scripted' },
};

afterEach(clearAll);

async function serve(part: string, options: Parameters<typeof start>[1] = {}) {
  const [port = 0] = await freePorts(1);
  const program = start(['serve', part, '--port', String(port)], options);
  return { port, program };
}

describe.each(PART_NAMES)('serve %s', (part) => {
  test('says where it listens, and answers there on loopback', async () => {
    const { port, program } = await serve(part);
    const [, url] = await program.sees(/listens on (http:\/\/localhost:\d+)\. Ctrl-C ends it\.\n/);
    expect(url).toBe(`http://localhost:${port}`);
    const { path, status, holds } = FIRST_QUESTION[part] ?? { path: '/', status: 0, holds: 'a question for it' };
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(holds);
  });

  if (process.platform !== 'win32') {
    test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with 0, and the port is free', async (signal) => {
      const { port, program } = await serve(part);
      await program.sees(/listens on/);
      program.kill(signal);
      expect(await program.ended).toEqual({ code: 0, signal: null });
      expect(await isListening(port)).toBe(false);
    });
  }

  test('ends when the process that started it is gone', async () => {
    const { port, program } = await serve(part, { ipc: true });
    await once(program.child, 'message');
    expect(await isListening(port)).toBe(true);
    program.child.disconnect();
    const left = await emptied(async () => [
      ...((await isListening(port)) ? [port] : []),
      ...(process.platform === 'win32' ? [] : processesOf(program.home)),
    ]);
    expect(left).toEqual([]);
  });

  test('a pinned port that is taken: exit code 5, and the port is named', async () => {
    const [port = 0] = await freePorts(1);
    const taken = await occupy(port);
    const { code, stderr } = await run(['serve', part, '--port', String(port)]);
    await taken.release();
    expect(code).toBe(5);
    expect(stderr).toContain(`Port ${port} is taken`);
  });

  test('--or-next takes the next free one, and says which', async () => {
    const [port = 0] = await freePorts(1);
    const taken = await occupy(port);
    const program = start(['serve', part, '--port', String(port), '--or-next']);
    const [, said] = await program.sees(/listens on http:\/\/localhost:(\d+)/);
    await taken.release();
    expect(Number(said)).toBeGreaterThan(port);
  });
});

test('serve identity without USER_PASSWORD says that nobody can log in; with it, it says nothing', async () => {
  const { program } = await serve('identity');
  await program.sees(/USER_PASSWORD is not set: .*alan.*nobody can log in/);
  const { program: set } = await serve('identity', { env: { USER_PASSWORD: 'x' } });
  await set.sees(/listens on/);
  expect(set.stdout).not.toContain('USER_PASSWORD');
});

test('a tool that does not look at the audience says so before all else, and says whose option that is', async () => {
  const [port = 0] = await freePorts(1);
  const sloppy = start(['serve', 'tool', '--port', String(port), '--skip-audience']);
  await sloppy.sees(/^DANGER: --skip-audience takes every token of http/m);
  const { code, stderr } = await run(['serve', 'mcp', '--skip-audience']);
  expect(code).toBe(2);
  expect(stderr).toContain('--skip-audience');
});

describe('an MCP server that exchanges tokens', () => {
  const EXCHANGE = ['serve', 'mcp', '--token-policy', 'exchange', '--client-id', 'desk-2'];

  test('does not start without the secret of its client, and says which variable holds it', async () => {
    const { code, stderr } = await run(EXCHANGE);
    expect(code).toBe(2);
    expect(stderr).toContain('CLIENT_SECRET_DESK_2');
  });

  test('with it, asks for a token, and names its issuer', async () => {
    const [port = 0] = await freePorts(1);
    const issuer = 'http://localhost:9/realms/elsewhere';
    const args = [...EXCHANGE, '--port', String(port), '--issuer', issuer, '--caller-scope', 'desk-audience'];
    const program = start(args, { env: { CLIENT_SECRET_DESK_2: 'a-secret-of-the-desk' } });
    await program.sees(/listens on/);
    const url = `http://localhost:${port}`;
    const refused = await fetch(`${url}/mcp`, { method: 'POST' });
    expect(refused.status).toBe(401);
    const [, document = ''] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
    expect(await (await fetch(document)).json()).toMatchObject({
      resource: `${url}/mcp`,
      authorization_servers: [issuer],
      scopes_supported: ['desk-audience'],
    });
    expect(program.stdout + program.stderr).not.toContain('a-secret-of-the-desk');
  });

  test('a policy that there is not is a wrong command line', async () => {
    const { code, stderr } = await run(['serve', 'mcp', '--token-policy', 'keep']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('pass-on, exchange')]);
  });
});
