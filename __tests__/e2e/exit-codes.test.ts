import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXIT_CODES } from '../../src/errors.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts, occupy } from './world.ts';

const EMBEDDED = ['--ci', '--idp', 'embedded'];

afterEach(clearAll);

/** What happened, why, what to do next, where the log is: and no stack trace. */
function expectAdvice(stderr: string, message: RegExp): void {
  expect(stderr).toMatch(new RegExp(`^error: .*${message.source}`, 'm'));
  expect(stderr).toMatch(/^ {2}next {2}\S/m);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
}

test('every exit code has a test below', () => {
  expect(Object.values(EXIT_CODES)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 124, 130]);
});

test('0: all proved', async () => {
  expect(await run([...EMBEDDED, '--only', '0'])).toMatchObject({ code: 0 });
});

test('1: a fault of ours says that it is one, and --verbose shows where', async () => {
  // Built-in objects that cannot be changed, which a library of ours does.
  const odd = { NODE_OPTIONS: '--frozen-intrinsics' };
  const brief = await run(EMBEDDED, { env: odd });
  expect(brief.code).toBe(1);
  expectAdvice(brief.stderr, /./);
  expect(brief.stderr).toContain('a fault of tutorial-tui itself');
  const verbose = await run([...EMBEDDED, '--verbose'], { env: odd });
  expect(verbose).toMatchObject({ code: 1, stderr: expect.stringMatching(/^\s*(at |Error)/m) });
});

test('2: a wrong command line', async () => {
  expect(await run(['--ci', '--idp', 'nonsense'])).toMatchObject({ code: 2 });
});

describe('3: a check failed', () => {
  let realm: Server;
  afterEach(() => new Promise((resolve) => realm.close(resolve)));

  test('a realm whose tokens name no audience, as one in which the mapper was forgotten', async () => {
    const { issuer, server } = await realmWithoutAudience();
    realm = server;
    const { code, stdout, stderr } = await run(['--ci', '--idp', issuer], { env: { USER_PASSWORD: 'x' } });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^✗ 1a /m);
    expectAdvice(stderr, /aud/);
    expect(stderr).toMatch(/^ {2}log {3}\S+events\.ndjson$/m);
  });
});

test('4: the identity provider refuses the login', async () => {
  const [port = 0] = await freePorts(1);
  const provider = start(['serve', 'identity', '--port', String(port)], { env: { USER_PASSWORD: 'right' } });
  await provider.sees(/listens on/);
  const { code, stdout, stderr } = await run(['--ci', '--idp', `http://localhost:${port}/realms/demo`], {
    env: { USER_PASSWORD: 'wrong-password' },
  });
  expect(code).toBe(4);
  expect(stdout).toMatch(/^✗ 1a /m);
  expectAdvice(stderr, /alan|refused|credentials/);
  expect(stdout + stderr).not.toContain('wrong-password');
});

describe('5: a part', () => {
  test.each(['identity', 'tool', 'mcp', 'stack'])(
    '%s on a pinned port that is taken: the port is named',
    async (part) => {
      const [port = 0] = await freePorts(1);
      const taken = await occupy(port);
      const { code, stderr } = await run([...EMBEDDED, `--port-${part}`, String(port)]);
      await taken.release();
      expect(code).toBe(5);
      expectAdvice(stderr, new RegExp(`[Pp]ort ${port}`));
    },
  );

  test('that cannot be reached: an issuer where nothing listens', async () => {
    const [port = 0] = await freePorts(1);
    const { code, stderr } = await run(['--ci', '--idp', `http://localhost:${port}/realms/demo`]);
    expect(code).toBe(5);
    expectAdvice(stderr, new RegExp(String(port)));
  });

  test('that the tool command cannot reach', async () => {
    const [port = 0] = await freePorts(1);
    const { code, stdout, stderr } = await run(['tool', 'list', '--port', String(port)]);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expectAdvice(stderr, new RegExp(String(port)));
  });
});

test('6: a prerequisite is missing: a container is asked for, and no engine answers', async () => {
  const { code, stderr } = await run(['--ci', '--idp', 'container'], {
    env: { DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_CONTEXT: '' },
  });
  expect(code).toBe(6);
  expectAdvice(stderr, /engine/);
});

describe('7: a deployment takes what it has to refuse', () => {
  let open: Server;
  afterEach(() => new Promise((resolve) => open.close(resolve)));

  test('a tool that greets everybody', async () => {
    const [port = 0] = await freePorts(1);
    const env = { USER_PASSWORD: 'of the user' };
    await start(['serve', 'identity', '--port', String(port)], { env }).sees(/listens on/);
    open = createServer((_, response) => response.end('Hello, world!'));
    await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
    const tool = `http://127.0.0.1:${(open.address() as AddressInfo).port}`;
    const { code, stdout } = await run(['verify', '--idp', `http://localhost:${port}/realms/demo`, '--tool', tool], {
      env,
    });
    expect(code).toBe(7);
    expect(stdout).toMatch(/WRONGLY ACCEPTED by tool/);
  });
});

test.each(['1ms', '250ms'])('124: out of time after %s', async (time) => {
  const { code, stderr } = await run([...EMBEDDED, '--timeout', time]);
  expect(code).toBe(124);
  expectAdvice(stderr, /Not finished after/);
  expect(stderr).toMatch(/^ {2}why {3}Step \w+, .+, was not done yet\./m);
});

/** A realm that logs everybody in, with tokens that nobody signed and that are for nobody. */
async function realmWithoutAudience(): Promise<{ issuer: string; server: Server }> {
  const server = createServer((request, response) => {
    const answer = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const base = `${issuer}/protocol/openid-connect`;
    if (request.url?.endsWith('/.well-known/openid-configuration')) {
      answer({
        issuer,
        authorization_endpoint: `${base}/auth`,
        token_endpoint: `${base}/token`,
        jwks_uri: `${base}/certs`,
        end_session_endpoint: `${base}/logout`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    } else if (request.url?.endsWith('/token')) {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, azp: 'llama-stack', sub: 'nobody', typ: 'Bearer', iat: now, exp: now + 300 };
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      answer({
        access_token: `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.AAAA`,
        token_type: 'Bearer',
        expires_in: 300,
        scope: 'profile email',
      });
    } else if (request.url?.endsWith('/certs')) answer({ keys: [] });
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/demo`;
  return { issuer, server };
}
