import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocks, page } from '../docs/markdown.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

const NAME = 'tutorial-tui.config.json';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-config-'));
});
afterEach(async () => {
  await clearAll();
  rmSync(folder, { recursive: true });
});

const write = (config: unknown) => writeFileSync(join(folder, NAME), JSON.stringify(config));

test('the file of the current folder says whose parts, and that is said aloud; an option wins over it', async () => {
  const [identity = 0, tool = 0, tap = 0] = await freePorts(3);
  const its = `http://localhost:${tool}`;
  const server = start([
    'serve',
    'tool',
    '--port',
    String(tool),
    '--issuer',
    `http://localhost:${identity}/realms/demo`,
  ]);
  await server.sees(/listens on/);
  write({ identity: { idp: 'container', user: 'grace' }, tool: { url: its } });
  const ports = ['--port-identity', String(identity), '--port-tool', String(tap)];
  const { code, stdout, stderr } = await run(['--ci', '--only', '1b', '--idp', 'embedded', ...ports], { cwd: folder });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain(`Found ${NAME} in this folder: what it says counts`);
  expect(stderr).toContain(`the tool server is your own, at ${its}`);
  expect(stdout).toContain('embedded');
}, 60_000);

test('a file that is named is read in place of that one, without a word', async () => {
  const [identity = 0] = await freePorts(1);
  write({ tool: 'not even an object' });
  writeFileSync(join(folder, 'other.json'), JSON.stringify({ identity: { idp: 'embedded', user: 'grace' } }));
  const args = ['--ci', '--only', '1a', '--config', 'other.json', '--port-identity', String(identity)];
  const { code, stdout, stderr } = await run(args, { cwd: folder });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain("grace's token");
  expect(stderr).not.toContain('Found');
}, 60_000);

test('a file that cannot be used ends it before anything begins: each fault by its path, none with a secret', async () => {
  write({ identity: { clientSecret: 'hunter2-and-more' }, stak: {} });
  const { code, stdout, stderr, home } = await run(['--ci'], { cwd: folder });
  expect({ code, stdout, written: home.written() }).toEqual({ code: 2, stdout: '', written: '' });
  expect(stderr).toContain(`error: The configuration file ${NAME} cannot be used.`);
  expect(stderr).toContain(
    'identity.clientSecret (line 1, column 14): found a text; there may stand {"env": "CLIENT_SECRET"}',
  );
  expect(stderr).toContain('stak (line 1, column 49): there is no such key. Did you mean stack?');
  expect(stderr).not.toContain('hunter2');
});

test.each([
  ['--stack http://localhost:1 verify', 'write it after verify'],
  ['--config other.json list', 'list has no such option'],
])('what stands before a command is not passed over: %s', async (args, said) => {
  const { code, stdout, stderr } = await run(args.split(' '));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(said);
});

test('a file that is named, and not there, is told', async () => {
  const { code, stderr } = await run(['--ci', '--config', 'none.json'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain('There is no configuration file none.json.');
});

test('the example of docs/configuration.md works, with the servers that it names', async () => {
  const [identity = 0, tool = 0, tap = 0] = await freePorts(3);
  const [example = ''] = blocks(page('docs/configuration.md'), 'json');
  const here = example.replace(':8080', `:${identity}`).replace(':10000', `:${tool}`);
  writeFileSync(join(folder, NAME), here);
  const env = { USER_NAME: 'alan', USER_PASSWORD: 'demo' };
  const idp = start(['serve', 'identity', '--port', String(identity)], { env });
  await idp.sees(/listens on/);
  const issuer = `http://localhost:${identity}/realms/demo`;
  const its = start(['serve', 'tool', '--port', String(tool), '--issuer', issuer]);
  await its.sees(/listens on/);
  const args = ['--ci', '--chapter', '1', '--port-tool', String(tap)];
  const { code, stdout, stderr } = await run(args, { cwd: folder, env: { USER_PASSWORD: 'demo' } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/\b(\d+) of \1 proved/);
  expect(stderr).toContain(`the tool server is your own, at http://localhost:${tool}`);
}, 60_000);
