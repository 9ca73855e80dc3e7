import { claimsOf, type Issuer, newKey, openIssuer, sign } from '../contract/tool-server-lab.ts';
import {
  AUTHORITY,
  behindPrivateAuthority,
  closeParts,
  dripping,
  echoingTool,
  forwardingMcpServer,
  hangingStack,
  listKeepingStack,
  loginPage,
  redirecting,
  strippingProxy,
} from './broken-parts.ts';
import { clearAll, run, start } from './program.ts';
import { openSloppyTool, type Skipped, type SloppyTool } from './sloppy-tool.ts';
import { type Verified, verified } from './verified.ts';
import { USER_PASSWORD } from './verify-deployment.ts';
import { freePorts } from './world.ts';

const env = { USER_PASSWORD };
let issuer: string;
let tool: string;
let mcp: string;
beforeAll(async () => {
  const [identity = 0, port = 0, mcpPort = 0] = await freePorts(3);
  issuer = `http://localhost:${identity}/realms/demo`;
  tool = `http://localhost:${port}`;
  mcp = `http://localhost:${mcpPort}`;
  await start(['serve', 'identity', '--port', String(identity)], { env }).sees(/listens on/);
  await start(['serve', 'tool', '--port', String(port), '--issuer', issuer]).sees(/listens on/);
  await start(['serve', 'mcp', '--port', String(mcpPort), '--allow-origin', tool]).sees(/listens on/);
});
afterAll(clearAll);
afterEach(closeParts);

/** A stack server of ours, without a tool group. */
const bundledStack = async () => {
  const [port] = await freePorts(1);
  await start(['serve', 'stack', '--port', String(port), '--in-memory']).sees(/listens on/);
  return `http://localhost:${port}`;
};

const verify = (...options: readonly string[]) => verified(['--idp', issuer, ...options], { env });

/** What the rows of one verdict are. */
const rows = ({ report }: Verified, verdict: string) =>
  report.rows.filter((row) => row.verdict === verdict).map(({ door, id }) => `${door} ${id}`);
const row = ({ report }: Verified, door: string, id: string) =>
  report.rows.find((each) => each.door === door && each.id === id);

describe('a tool that skips', () => {
  let sloppy: SloppyTool;
  afterEach(() => sloppy.close());

  const REFUSED = [
    'invented',
    'without-audience',
    'other-audience',
    'one-byte',
    'alg-none',
    'public-key',
    'other-issuer',
  ];
  test.each<[Skipped, readonly string[]]>([
    ['nothing', []],
    ['whether there is a token', ['none']],
    ['what the token is', REFUSED],
    ['the signature', ['one-byte', 'alg-none', 'public-key']],
    ['alg none', ['alg-none']],
    ['which key belongs to which algorithm', ['public-key']],
    ['the issuer', ['other-issuer']],
    ['the audience', ['without-audience', 'other-audience']],
  ])('%s is told by exactly the rows that say so', async (skips, wrong) => {
    sloppy = await openSloppyTool(issuer, skips);
    const came = await verify('--tool', sloppy.url);
    expect(rows(came, 'wrongly-accepted')).toEqual(wrong.map((id) => `tool ${id}`));
    expect(rows(came, 'failed')).toEqual([]);
    expect(came.code).toBe(wrong.length > 0 ? 7 : 0);
  });
});

describe('with tokens that somebody else got', () => {
  let provider: Issuer;
  let sloppy: SloppyTool;
  afterEach(() => Promise.all([provider.close(), sloppy.close()]));

  test.each<[Skipped, readonly string[]]>([
    ['nothing', []],
    ['the expiry', ['tool expired']],
  ])('a tool that skips %s', async (skips, wrong) => {
    const key = await newKey('k1');
    provider = await openIssuer([key]);
    sloppy = await openSloppyTool(provider.issuer, skips);
    const hourAgo = Math.floor(Date.now() / 1000) - 3600;
    const given = {
      ACCESS_TOKEN: await sign(claimsOf(provider.issuer), key),
      EXPIRED_ACCESS_TOKEN: await sign(claimsOf(provider.issuer, { exp: hourAgo }), key),
    };
    const came = await verified(['--token-by', 'env', '--tool', sloppy.url], { env: given });
    expect(rows(came, 'wrongly-accepted')).toEqual(wrong);
    expect(rows(came, 'failed')).toEqual([]);
    // Only its provider could make others.
    expect(rows(came, 'not-tried')).toEqual(['tool without-audience', 'tool other-audience']);
    expect(came.report).toMatchObject({ issuer: provider.issuer, logins: 0 });
  });
});

test('an MCP server that forwards to whomever its caller names', async () => {
  const came = await verify('--tool', tool, '--mcp', `${await forwardingMcpServer()}/mcp`);
  expect(rows(came, 'wrongly-accepted')).toEqual(['mcp elsewhere']);
  expect(row(came, 'mcp', 'elsewhere')?.why).toContain('only the caller had named');
  expect(rows(came, 'failed')).toEqual([]);
  expect(came.code).toBe(7);
});

test.each([
  [true, ['stack elsewhere', 'stack tool-list'], 7],
  [false, ['stack elsewhere'], 7],
])('a stack server that keeps lists of tools: %s', async (keeps, wrong, code) => {
  const forwarding = `${await forwardingMcpServer()}/mcp`;
  const came = await verify('--tool', tool, '--mcp', forwarding, '--stack', await listKeepingStack(keeps));
  expect(rows(came, 'wrongly-accepted').filter((each) => each.startsWith('stack'))).toEqual(wrong);
  expect(rows(came, 'failed')).toEqual([]);
  expect(came.code).toBe(code);
});

test('a stack server that says that a tool group is gone, and keeps it', async () => {
  const url = await strippingProxy(await bundledStack(), { swallows: 'DELETE' });
  const came = await verify('--tool', tool, '--mcp', mcp, '--stack', url);
  expect(rows(came, 'failed')).toEqual([]);
  expect(came.report.left).toEqual([expect.stringContaining('tool unregister --stack')]);
  expect(came.code).toBe(3);
});

test('a tool group of another run is waited for, and not used', async () => {
  const stack = await bundledStack();
  const group = 'mcp::tutorial-tui-verify-00000000';
  const register = ['tool', 'register', '--stack', stack, '--toolgroup', group, '--mcp-endpoint', `${mcp}/sse`];
  expect(await run(register)).toMatchObject({ code: 0 });
  const asking = ['--tool', tool, '--mcp', mcp, '--stack', stack];
  const came = await verify(...asking, '--patience', '1s');
  expect(row(came, 'stack', 'right')).toMatchObject({ verdict: 'failed', why: expect.stringContaining(group) });
  expect(came.code).toBe(3);
  const waiting = start(['verify', '--idp', issuer, ...asking, '--patience', '60s'], { env });
  await waiting.sees(/stack: what it is/);
  expect(await run(['tool', 'unregister', '--stack', stack, '--toolgroup', group])).toMatchObject({ code: 0 });
  expect((await waiting.ended).code).toBe(0);
});

test('a proxy that strips Authorization', async () => {
  const came = await verify('--tool', await strippingProxy(tool));
  expect(row(came, 'tool', 'right')).toMatchObject({ verdict: 'failed', why: expect.stringContaining('strips it') });
  expect(rows(came, 'passed')).toEqual(['tool challenge']);
  expect(came.code).toBe(3);
});

describe.each(['tool', 'mcp', 'stack'])('at the %s', (door) => {
  const at = (url: string) => ['--tool', tool, '--mcp', mcp, `--${door}`, url];
  // That something is no Llama Stack is told as of one that is not there.
  const elsewhere = door === 'stack' ? 5 : 3;
  const said = (came: Verified) => row(came, door, 'right')?.why;
  const passed = (came: Verified) => rows(came, 'passed').filter((each) => each.startsWith(door));

  test('a login page where an API should be', async () => {
    const came = await verify(...at(`${await loginPage()}`));
    expect(said(came)).toMatch(/login page|web page/);
    expect(said(came)).toContain('Sign in');
    expect(passed(came)).toEqual([]);
    expect(came.code).toBe(elsewhere);
  });

  test('a redirect', async () => {
    const came = await verify(...at(await redirecting()));
    expect(said(came)).toContain('https://sso.example.org/login');
    expect(passed(came)).toEqual([]);
    expect(came.code).toBe(elsewhere);
  });

  test('a drip of bytes', async () => {
    const came = await verify(
      ...at(await dripping(door === 'mcp' ? 'text/event-stream' : 'text/plain')),
      '--patience',
      '1s',
    );
    expect(said(came)).toMatch(/within 1 s|in time|longer than 1 s/);
    expect(passed(came)).toEqual([]);
    expect(came.code).toBe(5);
  });

  test('a private authority that is not given', async () => {
    const came = await verify(...at(await behindPrivateAuthority()));
    expect(said(came)).toMatch(/certificate/i);
    expect(row(came, door, 'right')?.next).toMatch(/authority/);
    expect(passed(came)).toEqual([]);
    expect(came.code).toBe(5);
  });

  test('nobody', async () => {
    const [port] = await freePorts(1);
    const came = await verify(...at(`http://localhost:${port}`));
    expect(passed(came)).toEqual([]);
    expect(came.code).toBe(5);
  });
});

describe('where the identity provider should be', () => {
  const at = (url: string) =>
    run(['verify', '--idp', `${url}/realms/demo`, '--tool', tool, '--patience', '1s'], { env });

  test.each<[string, () => Promise<string>, RegExp, number]>([
    ['a login page', loginPage, /is no identity provider: .*a login page, “Sign in”/, 3],
    ['a redirect', redirecting, /is no identity provider: .*https:\/\/sso\.example\.org\/login/, 3],
    ['a drip of bytes', dripping, /does not finish its answer in time/, 5],
  ])('%s', async (_, broken, words, code) => {
    const came = await at(await broken());
    expect(came.stderr).toMatch(words);
    expect(came).toMatchObject({ code, stdout: '' });
  });
});

test('a private authority that is given is trusted', async () => {
  const came = await verify('--tool', await behindPrivateAuthority(), '--ca-file', AUTHORITY);
  expect(row(came, 'tool', 'right')).toMatchObject({ verdict: 'passed', said: 'Hello, world!' });
});

test('nobody sees a credential, whatever a part tells of it', async () => {
  const url = await echoingTool();
  const kept = 'opaque token that has expired';
  const options = ['verify', '--idp', issuer, '--tool', url, '--mcp', `${url}/mcp`, '--stack', url];
  const all = await Promise.all(
    [[], ['--json'], ['--dry-run']].map((more) =>
      run([...options, ...more], { env: { ...env, COLUMNS: '200', EXPIRED_ACCESS_TOKEN: kept } }),
    ),
  );
  const [table = '', json = ''] = all.map(({ stdout }) => stdout);
  expect(table).toContain('You sent Bearer eyJ...');
  expect(json).toContain('You sent Bearer eyJ...');
  const written = all.map(({ stdout, stderr, home }) => stdout + stderr + home.written()).join('\n');
  expect(written).not.toMatch(/eyJ[\w-]+\.[\w-]*/);
  for (const secret of [USER_PASSWORD, encodeURIComponent(USER_PASSWORD), kept]) expect(written).not.toContain(secret);
});

test.each(['SIGINT', 'SIGTERM'] as const)('what was registered is taken away again after %s', async (signal) => {
  const stack = await hangingStack();
  const options = ['--stack', stack.url, '--mcp', mcp, '--patience', '60s'];
  const program = start(['verify', '--idp', issuer, ...options], { env });
  await stack.called;
  program.kill(signal);
  expect((await program.ended).code).toBe(130);
  expect(stack.asked.at(-2)).toMatch(/^DELETE \/v1\/toolgroups\/mcp%3A%3Atutorial-tui-verify-/);
  // And looked whether it is gone.
  expect(stack.asked.at(-1)).toBe('GET /v1/toolgroups');
});
