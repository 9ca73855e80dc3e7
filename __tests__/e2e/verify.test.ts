import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asker, otherServer, sseAt, streamableAt } from '../contract/mcp-find-lab.ts';
import { clearAll, run } from './program.ts';
import { type Verified, verified } from './verified.ts';
import { bundledDeployment, USER_PASSWORD } from './verify-deployment.ts';
import { freePorts } from './world.ts';

const env = { USER_PASSWORD };

afterEach(clearAll);

/** The rows that did not pass, as `door id: verdict`. */
const others = ({ report }: Verified) =>
  report.rows.flatMap(({ door, id, verdict }) => (verdict === 'passed' ? [] : [`${door} ${id}: ${verdict}`]));

describe('a sound deployment of our own parts', () => {
  test('passes, at each door, and the exit code is 0', async () => {
    const { tool, mcp, stack, issuer } = await bundledDeployment();
    const { code, stdout } = await run(['verify', '--idp', issuer, '--tool', tool, '--mcp', mcp, '--stack', stack], {
      env,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ the right token +200 Hello, world!/m);
    expect(stdout).toMatch(/^✓ no token +401 Missing/m);
    expect(stdout).not.toMatch(/✗|ACCEPTED/);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test.each(['/sse', '/mcp'])('by its MCP server at %s as well', async (path) => {
    const { tool, mcp, issuer } = await bundledDeployment();
    const sound = await verified(['--idp', issuer, '--tool', tool, '--mcp', mcp + path], { env });
    expect(sound.code).toBe(0);
    expect(others(sound)).toEqual([
      'tool expired: not-tried',
      'mcp expired: not-tried',
      'mcp resource-metadata: not-tried',
    ]);
    const right = sound.report.rows.find(({ door, id }) => door === 'mcp' && id === 'right');
    expect(right).toMatchObject({
      said: 'Hello, world!',
      legs: [{ from: 'you', to: 'mcp', tookMs: expect.any(Number) }],
    });
    const refused = sound.report.rows.filter(({ door, wants }) => door === 'mcp' && wants === 'refused');
    expect(refused.filter(({ verdict }) => verdict === 'passed').map(({ by }) => by)).toEqual(
      refused.slice(1).map(() => 'tool'),
    );
  });

  test.each([
    ['Streamable HTTP', streamableAt, '/mcp'],
    ['SSE', sseAt, '/sse'],
  ] as const)('by an MCP server over %s alone, of which no path is said', async (over, at, path) => {
    const { tool, stack, issuer } = await bundledDeployment();
    const mcp = await otherServer(at(path, asker(tool)));
    try {
      const call = ['--call-tool', 'ask', '--call-arg', 'politely=true', '--expect', 'Please: Hello, world!'];
      const { report } = await verified(['--idp', issuer, '--mcp', mcp.url, '--stack', stack, ...call], { env });
      expect(report.doors[0]).toEqual({ id: 'mcp', url: mcp.url + path, is: `over ${over}` });
      const right = report.rows.filter(({ id }) => id === 'right');
      expect(right.map(({ door, verdict }) => `${door} ${verdict}`)).toEqual(['mcp passed', 'stack passed']);
    } finally {
      await mcp.close();
    }
  });

  test('by its stack server, where what was registered is taken away again', async () => {
    const { tool, mcp, stack, issuer } = await bundledDeployment();
    const sound = await verified(['--idp', issuer, '--tool', tool, '--mcp', mcp, '--stack', stack], { env });
    expect(sound.code).toBe(0);
    const { is = '' } = sound.report.doors.find(({ id }) => id === 'stack') ?? {};
    expect(is).toMatch(/^Llama Stack 0\.2\.3: .*registered for this run/);
    const [group = ''] = /mcp::tutorial-tui-verify-\w+/.exec(is) ?? [];
    expect(sound.report.rows.find(({ door, id }) => door === 'stack' && id === 'right')).toMatchObject({
      verdict: 'passed',
      said: 'Hello, world!',
      legs: [
        { from: 'you', to: 'stack', tookMs: expect.any(Number) },
        { from: 'stack', to: 'mcp', tookMs: expect.any(Number) },
      ],
    });
    const { stdout } = await run(['tool', 'list', '--stack', stack]);
    expect(group).not.toBe('');
    expect(stdout).toBe('No tool groups.\n');
  });

  test('and uses a tool group that is there, and leaves it', async () => {
    const { tool, mcp, stack, issuer } = await bundledDeployment();
    const register = ['tool', 'register', '--stack', stack, '--mcp-endpoint', `${mcp}/sse`];
    expect(await run(register)).toMatchObject({ code: 0 });
    const sound = await verified(['--idp', issuer, '--tool', tool, '--stack', stack], { env });
    expect(sound.code).toBe(0);
    expect(sound.report.doors.find(({ id }) => id === 'stack')?.is).toContain('tool group remote::web-fetch');
    expect((await run(['tool', 'list', '--stack', stack])).stdout).toMatch(/^remote::web-fetch /);
  });

  test('is asked politely: one login for the right token, one without the scope, and the calls', async () => {
    const { tool, issuer } = await bundledDeployment();
    const { report } = await verified(['--idp', issuer, '--tool', tool], { env });
    const calls = report.rows.filter(({ legs }) => legs.length > 0).length;
    // Discovery, twice more for the logins; two logins; the keys.
    expect(report).toMatchObject({ logins: 2, requests: calls + 1 + 2 + 2 + 1 });
  });
});

test('a protected MCP server passes, and so does the metadata that it claims', async () => {
  const { issuer, tool, protectedMcp } = await bundledDeployment();
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const config = join(folder, 'smoke.json');
  const said = {
    identity: { idp: issuer, scope: 'mcp-audience', audience: 'mcp-server' },
    mcp: { url: `${await protectedMcp()}/mcp` },
    call: { tool: 'fetch', arguments: { url: tool }, expect: 'Hello, world!' },
  };
  writeFileSync(config, JSON.stringify(said));
  try {
    const sound = await verified(['--config', config], { env });
    expect(sound.code).toBe(0);
    expect(others(sound)).toEqual(['mcp expired: not-tried']);
    const { status, by } = sound.report.rows.find(({ id }) => id === 'other-audience') ?? {};
    expect({ status, by }).toEqual({ status: '401', by: 'mcp' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('--dry-run tells the requests, and sends none', async () => {
  const [port] = await freePorts(1);
  const { code, stdout, stderr } = await run(
    ['verify', '--dry-run', '--idp', `http://localhost:${port}/realms/demo`, '--tool', `http://localhost:${port}`],
    { env },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`tool      GET http://localhost:${port}: one byte changed (Authorization: Bearer)`);
  expect(stdout).toContain('Nothing was sent.');
});

test('a token that somebody kept until it had expired is refused', async () => {
  const { tool, issuer, shortLived } = await bundledDeployment();
  const kept = await shortLived();
  const folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-verify-'));
  const config = join(folder, 'smoke.json');
  writeFileSync(config, JSON.stringify({ verify: { expiredToken: { env: 'OF_YESTERDAY' } } }));
  try {
    const [usual, named] = await Promise.all([
      verified(['--idp', issuer, '--tool', tool], { env: { ...env, EXPIRED_ACCESS_TOKEN: kept } }),
      verified(['--idp', issuer, '--tool', tool, '--config', config], { env: { ...env, OF_YESTERDAY: kept } }),
    ]);
    for (const { code, report } of [usual, named]) {
      expect(code).toBe(0);
      expect(report.rows.find(({ id }) => id === 'expired')).toMatchObject({
        verdict: 'passed',
        said: expect.stringContaining('expired'),
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('without a part to ask, or a password, nothing is asked', async () => {
  const [port] = await freePorts(1);
  for (const more of [[], ['--dry-run']]) {
    expect(await run(['verify', '--idp', `http://localhost:${port}/realms/demo`, ...more], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing to ask'),
    });
    expect(await run(['verify', '--tool', `http://localhost:${port}`, ...more], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--idp auto names no deployment'),
    });
  }
  const { tool, issuer } = await bundledDeployment();
  expect(await run(['verify', '--idp', issuer, '--tool', tool])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('USER_PASSWORD'),
  });
});
