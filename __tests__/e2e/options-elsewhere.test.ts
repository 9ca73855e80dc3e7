import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-options-'));
});
afterEach(async () => {
  await clearAll();
  rmSync(folder, { recursive: true });
});

const file = (config: unknown, name = 'tutorial-tui.config.json') =>
  writeFileSync(join(folder, name), JSON.stringify(config));

test('a run by the environment and the file alone: what proves, how long, on which port, how much is said', async () => {
  const [identity = 0, other = 0] = await freePorts(2);
  file({ identity: { idp: 'embedded' }, run: { only: ['1a'], verbose: true, ports: { identity: other } } });
  const env = { TUTORIAL_TUI_CI: '1', TUTORIAL_TUI_QUIET: 'true', TUTORIAL_TUI_PORT_IDENTITY: String(identity) };
  const { code, stdout, stderr } = await run([], { cwd: folder, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^Found .*\n$/) });
  expect(stdout).toMatch(/^1 of 1 proved in [\d.]+ s · .*\n$/);
}, 60_000);

test.each([
  ['a variable', {}, { TUTORIAL_TUI_TIMEOUT: 'soon' }, /^error: TUTORIAL_TUI_TIMEOUT cannot be used\. A time/],
  ['a key', { run: { timeout: 'soon' } }, {}, /error: run\.timeout of tutorial-tui\.config\.json cannot be used\. A t/],
  ['a chapter', {}, { TUTORIAL_TUI_CHAPTER: 'brake' }, /TUTORIAL_TUI_CHAPTER names it\.\n.*Did you mean break\?/],
  ['a step', { run: { from: '3_b' } }, {}, /run\.from of .* names it\.\n.*Did you mean 3b\?/],
  ['a part', { run: { ports: { stak: 1 } } }, {}, /run\.ports of .* names what is no part\.\n.*Did you mean stack\?/],
  ['what the schema refuses', { run: { retries: -1 } }, {}, /run\.retries \(line 1.*there may stand a number from 0/],
  ['an address', {}, { TUTORIAL_TUI_STACK: 'ftp://x' }, /TUTORIAL_TUI_STACK/],
])('%s that cannot be used is named as it was said, and nothing is begun', async (_, config, env, says) => {
  if (Object.keys(config).length > 0) file(config);
  const { code, stdout, stderr, home } = await run(['--ci'], { cwd: folder, env });
  expect({ code, stdout, written: home.written() }).toEqual({ code: 2, stdout: '', written: '' });
  expect(stderr).toMatch(says);
});

test('what is for --ci alone is passed over by the walkthrough, where a file says it', async () => {
  file({ run: { quiet: true } });
  const { code, stderr } = await run([], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain('needs a terminal');
});

test('--color wins over FORCE_COLOR and NO_COLOR, and comes from the environment with every command', async () => {
  const [identity = 0, tool = 0] = await freePorts(2);
  const issuer = `http://localhost:${identity}/realms/demo`;
  const server = start(['serve', 'tool', '--port', String(tool), '--issuer', issuer]);
  await server.sees(/listens on/);
  const args = ['--ci', '--only', '1a', '--idp', 'embedded', '--port-identity', String(identity)];
  const always = await run([...args, '--color', 'always'], { env: { NO_COLOR: '1' } });
  expect(always.stdout).toContain('\u001b[32m✓');
  const never = await run(args, { env: { FORCE_COLOR: '1', TUTORIAL_TUI_COLOR: 'never' } });
  expect(never.stdout).not.toContain('\u001b');
  const wrong = await run(['list'], { env: { TUTORIAL_TUI_COLOR: 'nver' } });
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/^error: TUTORIAL_TUI_COLOR cannot be used\.[\s\S]*Did you mean never\?/);
}, 60_000);

test('a failure is told by --quiet, with what to do, and nothing else is', async () => {
  const [identity = 0] = await freePorts(1);
  const blocker = start(['serve', 'identity', '--port', String(identity)]);
  await blocker.sees(/listens on/);
  const args = ['--ci', '--quiet', '--only', '1a', '--idp', 'embedded', '--port-identity', String(identity)];
  const { code, stdout, stderr } = await run(args, { cwd: folder });
  expect(code).toBe(5);
  expect(stdout).toMatch(/^.*\n✗ 1a .*\n0 of 1 proved in .* part-unreachable\n$/);
  expect(stderr).toMatch(/^error: .*\n( {2}(why|next|log) {2,}.*\n)+$/);
}, 60_000);

test('verify --quiet: one line where all is well, and what failed where it is not', async () => {
  const [identity = 0, tool = 0] = await freePorts(2);
  const env = { USER_NAME: 'alan', USER_PASSWORD: 'demo' };
  const idp = start(['serve', 'identity', '--port', String(identity)], { env });
  await idp.sees(/listens on/);
  const issuer = `http://localhost:${identity}/realms/demo`;
  const its = start(['serve', 'tool', '--port', String(tool), '--issuer', issuer]);
  await its.sees(/listens on/);
  const all = { ...env, TUTORIAL_TUI_IDP: issuer, TUTORIAL_TUI_TOOL: `http://localhost:${tool}` };
  const good = await run(['verify', '--quiet'], { cwd: folder, env: all });
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout).toMatch(/^\d+ rows: .*\n$/);
  file({ call: { tool: 'fetch', expect: 'Goodbye' }, run: { quiet: true } });
  const bad = await run(['verify'], { cwd: folder, env: all });
  expect(bad).toMatchObject({ code: 3, stderr: expect.stringMatching(/^Found .*\n$/) });
  expect(bad.stdout).toMatch(/^tool {2}http.*\n✗ the right token[\s\S]*\n\d+ rows: .*1 failed.*\n$/);
}, 60_000);
