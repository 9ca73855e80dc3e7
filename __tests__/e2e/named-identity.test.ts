import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_OF_THEM, LESSON } from '../lesson.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

afterEach(clearAll);

const USER = { USER_NAME: 'grace', USER_PASSWORD: 'the password of grace' };
const SECRET = 'the secret of the agent & co.';
const NAMES = ['--client', 'agent-cli', '--scope', 'tools', '--audience', 'https://tool.example'];

/** The lesson, or its first chapter, on ports of its own. */
async function lesson(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const parts = ['identity', 'tool', 'mcp', 'stack'];
  const ports = await freePorts(parts.length);
  const pinned = parts.flatMap((part, index) => [`--port-${part}`, String(ports[index])]);
  return run(['--ci', ...pinned, ...args], { env: { ...USER, COLUMNS: '200', ...env } });
}

test('the whole course goes through under names of one’s own, with a client that has a secret', async () => {
  const names = ['--realm', 'corp', ...NAMES];
  const { code, stdout, stderr } = await lesson(['--idp', 'embedded', ...names], { CLIENT_SECRET: SECRET });
  expect(stderr).toContain(
    'By the names of this deployment: the realm demo is corp; the client llama-stack is agent-cli;',
  );
  expect(stdout).toMatch(/✓ 1a .*realm corp, .*grace's token names https:\/\/tool\.example$/m);
  expect(stdout).toMatch(/✓ 3\.5 .*aud https:\/\/tool\.example for mcp-server/m);
  expect(stdout).toContain(`${ALL_OF_THEM} proved`);
  expect(code).toBe(0);
  expect(stdout + stderr).not.toContain(SECRET);
}, 120_000);

test.each(['client-credentials', 'code', 'device'])('the user’s token by %s', async (by) => {
  const { code, stdout } = await lesson(['--chapter', '1', '--idp', 'embedded', '--token-by', by]);
  const whose = by === 'client-credentials' ? 'service-account-llama-stack' : 'grace';
  expect(stdout).toMatch(new RegExp(`✓ 1a .*${whose}'s token names my-external-tool$`, 'm'));
  expect(stdout).toContain('9 of 9 proved');
  expect(code).toBe(0);
});

describe('a realm of somebody else’s, with other names', () => {
  const realm = async () => {
    const [port] = await freePorts(1);
    const options = ['--port', String(port), '--realm', 'corp', ...NAMES];
    const env = { ...USER, CLIENT_SECRET_AGENT_CLI: SECRET };
    const served = start(['serve', 'identity', ...options], { env });
    await served.sees(/listens on/);
    return `http://127.0.0.1:${port}/realms/corp`;
  };

  test('is walked as it is: what it has is proved, and what it lacks is left out with the reason', async () => {
    const idp = await realm();
    const { code, stdout } = await lesson(['--idp', idp, ...NAMES], {
      CLIENT_SECRET: SECRET,
      // An administrator's rights are no leave to change what has names of its own.
      KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
      KC_BOOTSTRAP_ADMIN_PASSWORD: 'p',
    });
    expect(stdout).toMatch(/✓ 1a .*grace's token names https:\/\/tool\.example$/m);
    expect(stdout).toMatch(/✓ 3b .*tool: 200/m);
    expect(stdout).toMatch(/✓ 2\.3 .*expected audience "https:\/\/tool\.example" got \[\]/m);
    const left = stdout.match(/^· \d.*$/gm) ?? [];
    expect(left).toContainEqual(expect.stringMatching(/^· 3\.2 .*only looked at/));
    expect(stdout).toContain(`${LESSON.length - left.length} of ${LESSON.length - left.length} proved`);
    expect(code).toBe(0);
  }, 120_000);

  test('whose client has another name than was given is told so', async () => {
    const idp = await realm();
    const names = ['--client', 'agent-cil', '--scope', 'tools', '--audience', 'https://tool.example'];
    const { code, stderr } = await lesson(['--chapter', '1', '--idp', idp, ...names], { CLIENT_SECRET: SECRET });
    expect(stderr).toMatch(/Client agent-cil: .*there is none/);
    expect(code).toBe(4);
  });

  test.each(['password', 'code', 'device'])(
    'without USER_PASSWORD no login by %s is tried: it would count as a failed one',
    async (by) => {
      const idp = await realm();
      const args = ['--chapter', '1', '--idp', idp, ...NAMES, '--token-by', by];
      const { code, stderr } = await lesson(args, { CLIENT_SECRET: SECRET, USER_PASSWORD: '' });
      expect(stderr).toMatch(/^error: USER_PASSWORD is not set\.$/m);
      expect(code).toBe(4);
    },
  );

  test('a token that somebody else got is taken, and one that has no form of one is refused', async () => {
    const idp = await realm();
    const form = {
      grant_type: 'password',
      username: USER.USER_NAME,
      password: USER.USER_PASSWORD,
      client_id: 'agent-cli',
      client_secret: SECRET,
      scope: 'tools',
    };
    const answer = await fetch(`${idp}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const given = (text: string) =>
      lesson(['--chapter', '1', '--idp', idp, ...NAMES, '--token-by', 'env'], {
        ACCESS_TOKEN: text,
        USER_PASSWORD: '',
      });
    const { code, stdout } = await given(token);
    expect(stdout).toMatch(/✓ 1a .*grace's token names https:\/\/tool\.example$/m);
    expect(stdout).toContain('9 of 9 proved');
    expect(code).toBe(0);
    const refused = await given('a b');
    expect(refused.stderr).toContain('ACCESS_TOKEN holds no access token.');
    expect(refused.code).toBe(4);
  });

  test('a command of the configuration file prints it: it is run each time one is wanted, and its failure is told', async () => {
    const idp = await realm();
    const folder = mkdtempSync(join(tmpdir(), 'named-identity-'));
    const script = `
      const form = new URLSearchParams({ grant_type: 'password', username: process.env.USER_NAME, password: process.env.USER_PASSWORD,
        client_id: 'agent-cli', client_secret: process.env.CLIENT_SECRET, scope: 'tools' });
      fetch('${idp}/protocol/openid-connect/token', { method: 'POST', body: form }).then(async (answer) => {
        console.error('asked as agent-cli');
        console.log(await answer.text());
        process.exitCode = answer.ok ? 0 : 7;
      });`;
    const by = (command: readonly string[]) => {
      const file = join(folder, 'config.json');
      writeFileSync(file, JSON.stringify({ identity: { idp, token: { by: 'command', command } } }));
      return lesson(['--chapter', '1', '--config', file, ...NAMES], { CLIENT_SECRET: SECRET });
    };
    try {
      const { code, stdout, stderr } = await by([process.execPath, '-e', script]);
      expect(stdout).toContain('9 of 9 proved');
      expect(stdout + stderr).not.toContain(SECRET);
      expect(code).toBe(0);
      const refused = await by([process.execPath, '-e', script.replace("scope: 'tools'", "scope: 'none'")]);
      expect(refused.stderr).toMatch(/^ {2}why {3}Its exit code was 7\.\n {8}It said: asked as agent-cli/m);
      expect(refused.code).toBe(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
