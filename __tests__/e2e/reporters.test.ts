import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAll, run, start } from './program.ts';
import { freePorts, occupy } from './world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-reporters-'));
});
afterEach(async () => {
  await clearAll();
  rmSync(folder, { recursive: true });
});

const ALL = 'junit=r.xml,html=r.html,markdown=r.md,json=r.json,text=r.txt';
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const ci = (port: number, ...more: string[]) => [
  ...['--ci', '--only', '1a', '--idp', 'embedded', '--port-identity', String(port)],
  ...more,
];

test('several at once, each whole, none with a password in it; GitHub gets the summary of its own accord', async () => {
  const [port = 0] = await freePorts(1);
  const env = { USER_PASSWORD: 'hunter2-and-more', TUTORIAL_TUI_REPORTER: ALL };
  const { code, stderr } = await run(ci(port), { cwd: folder, env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(readdirSync(folder).toSorted()).toEqual(['r.html', 'r.json', 'r.md', 'r.txt', 'r.xml']);
  expect(read('r.xml')).toMatch(/<\/testsuites>\s*$/);
  expect(read('r.html')).toMatch(/<\/html>\s*$/);
  expect(JSON.parse(read('r.json'))).toMatchObject({ outcome: 'proved', exitCode: 0 });
  for (const name of readdirSync(folder)) expect(read(name)).not.toContain('hunter2');

  writeFileSync(join(folder, 'summary'), 'before\n');
  const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  expect(await run(ci(port), { cwd: folder, env: github })).toMatchObject({ code: 0 });
  expect(read('summary')).toMatch(/^before\n# .*\n[\s\S]*1 of 1 steps proved/);
  const chosen = await run(ci(port, '--reporter', 'junit=r.xml'), { cwd: folder, env: github });
  expect(chosen).toMatchObject({ code: 0 });
  expect(read('summary').match(/^# /gm)).toHaveLength(1);
}, 90_000);

test('a run that failed writes its verdict, too; annotations go beside the events, not between them', async () => {
  const [port = 0] = await freePorts(1);
  const taken = await occupy(port);
  const args = ci(port, '--json', '--reporter', ALL, '--reporter', 'github');
  const program = await run(args, { cwd: folder }).finally(() => taken.release());
  expect(program.code).toBe(5);
  expect(program.events().at(-1)).toMatchObject({ outcome: 'part-unreachable' });
  expect(program.stderr).toMatch(/^::error title=1a Identity provider::The identity server did not start: .*%0A/m);
  expect(JSON.parse(read('r.json'))).toMatchObject({ outcome: 'part-unreachable', exitCode: 5 });
  expect(read('r.xml')).toContain('<failure');
}, 60_000);

test('one that is out of time does as well', async () => {
  const { code } = await run(['--ci', '--idp', 'embedded', '--timeout', '100ms', '--reporter', 'json=r.json'], {
    cwd: folder,
  });
  expect(code).toBe(124);
  expect(JSON.parse(read('r.json'))).toMatchObject({ outcome: 'timed-out', exitCode: 124 });
}, 60_000);

test('a file that cannot be written is told before anything is begun', async () => {
  const { code, stdout, stderr, home } = await run(['--ci', '--reporter', 'junit=no/r.xml'], { cwd: folder });
  expect({ code, stdout, written: home.written() }).toEqual({ code: 2, stdout: '', written: '' });
  expect(stderr).toMatch(/^error: No report can be written to no\/r\.xml\.\n {2}why {3}There is no folder/);
});

test('where its own output goes is told beforehand, and is not replaced', async () => {
  const within = ['sh', '-c', 'exec "$0" "$@" >log'];
  const { code, stderr } = await run(['--ci', '--reporter', 'text=log'], { cwd: folder, within });
  expect(code).toBe(2);
  expect(stderr).toContain('The output of this run goes there.');
  expect(read('log')).toBe('');
});

test('a file that was only found writes none; one that is named does, beside itself', async () => {
  const [port = 0] = await freePorts(1);
  mkdirSync(join(folder, 'its'));
  const config = JSON.stringify({ run: { reporters: ['json=r.json'] } });
  writeFileSync(join(folder, 'tutorial-tui.config.json'), config);
  const found = await run(ci(port), { cwd: folder });
  expect(found.code).toBe(2);
  expect(found.stderr).toContain('run.reporters of tutorial-tui.config.json writes files, and the file was only found');
  expect(found.stderr).toMatch(/why {3}Who runs this .* would write over files, unasked\.$/m);
  writeFileSync(join(folder, 'its/c.json'), config);
  expect(await run(ci(port, '--config', 'its/c.json'), { cwd: folder })).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, 'its/r.json'))).toBe(true);
}, 60_000);

test('verify writes the same ones', async () => {
  const [identity = 0, tool = 0] = await freePorts(2);
  const env = { USER_NAME: 'alan', USER_PASSWORD: 'demo', GITHUB_ACTIONS: 'true' };
  await start(['serve', 'identity', '--port', String(identity)], { env }).sees(/listens on/);
  const issuer = `http://localhost:${identity}/realms/demo`;
  await start(['serve', 'tool', '--port', String(tool), '--issuer', issuer]).sees(/listens on/);
  const args = ['verify', '--idp', issuer, '--tool', `http://localhost:${tool}`, '--reporter', ALL];
  expect(await run(args, { cwd: folder, env })).toMatchObject({ code: 0 });
  expect(JSON.parse(read('r.json'))).toMatchObject({ of: 'verification', outcome: 'proved' });
  expect(read('r.xml')).toMatch(/<\/testsuites>\s*$/);
}, 60_000);
