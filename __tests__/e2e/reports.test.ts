import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../src/report/report.ts';
import { type Home, makeHome } from './home.ts';
import { clearAll, run, start } from './program.ts';
import { bundledDeployment, USER_PASSWORD } from './verify-deployment.ts';

let home: Home;
beforeEach(() => {
  home = makeHome({ temporary: true });
});
afterEach(async () => {
  await clearAll();
  home.remove();
});

const inHome = (args: readonly string[], input?: string) => run(args, { home, ...(input !== undefined && { input }) });

/** What it gives once it throws no more. */
async function until<T>(found: () => T): Promise<T> {
  for (;;) {
    try {
      return found();
    } catch {
      await sleep(50);
    }
  }
}

/** The files of the only run. */
function record(name: string): { readonly folder: string; readonly file: string } {
  const found = readdirSync(home.folder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith(name));
  if (!found) throw new Error(`No ${name} was left.`);
  return { folder: join(home.folder, found, '..'), file: join(home.folder, found) };
}

test('a run leaves exactly the events of --json, and every report of them is the same as of what a pipeline kept', async () => {
  const { stdout, code } = await inHome(['--ci', '--json', '--idp', 'embedded', '--only', '3a,3b']);
  expect(code).toBe(0);
  const { file } = record('events.ndjson');
  expect(readFileSync(file, 'utf8')).toBe(stdout);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  const [{ name }] = JSON.parse((await inHome(['runs', '--json'])).stdout);
  for (const format of ['text', 'markdown', 'json', 'junit']) {
    const own = await inHome(['report', '--format', format]);
    expect(own.code).toBe(0);
    expect(own.stdout).toContain('3b');
    expect((await inHome(['report', name.slice(0, 16), '--format', format])).stdout).toBe(own.stdout);
    expect((await inHome(['report', '-', '--format', format], stdout)).stdout).toBe(own.stdout);
    const kept = join(home.folder, 'kept.ndjson');
    writeFileSync(kept, stdout);
    const output = join(home.folder, `report.${format}`);
    await inHome(['report', kept, '--format', format, '--output', output]);
    expect(readFileSync(output, 'utf8')).toBe(own.stdout);
  }
  const report: Report = JSON.parse((await inHome(['report', '--format', 'json'])).stdout);
  expect(report).toMatchObject({ standing: 'ended', outcome: 'proved', exitCode: 0, headline: '2 of 2 steps proved' });
  expect((await inHome(['runs'])).stdout).toContain('--ci, 3a, 3b: proved, 2 of 2 steps proved');
});

test('a run that was killed is broken off, and the report says in which step', async () => {
  // It never answers, so that the run stands where it is killed.
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const tool = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  try {
    const options = ['--ci', '--json', '--idp', 'embedded', '--tool', tool, '--chapter', '1'];
    const program = start(options, { home });
    await program.event('step-started', ({ step }) => step === '1b');
    // The tool has a few seconds to answer, which may not be enough to look around in: once that is on record, the run is held still.
    await until(() => expect(readFileSync(record('events.ndjson').file, 'utf8')).toContain('"step":"1b"'));
    program.kill('SIGSTOP');
    expect((await inHome(['runs'])).stdout).toMatch(/--ci, chapter 1, Access-token propagation: goes on in 1b\n/);
    expect((await inHome(['report', '20'])).stdout).toContain('· 2 of 9 steps proved so far; 1b is running\n');
    program.kill('SIGKILL');
    await program.ended;
  } finally {
    silent.close();
  }
  const { stdout } = await inHome(['report']);
  expect(stdout).toContain('✗ Broken off in 1b: 2 of 9 steps proved\n');
  expect(stdout).toMatch(/✗ 1b .*: broken off\n/);
  expect(stdout).toMatch(/· 1c .*: not reached\n/);
  expect((await inHome(['runs'])).stdout).toMatch(/: broken off in 1b\n/);
});

test('a run that failed tells what was seen, why, and what to do', async () => {
  const { code } = await inHome(['--ci', '--idp', 'embedded', '--tool', 'http://127.0.0.1:9', '--only', '1b']);
  expect(code).not.toBe(0);
  const { stdout } = await inHome(['report']);
  const told = stdout.replaceAll(/\s+/g, ' ');
  expect(told).toContain(
    '✗ 0 of 1 steps proved; 1b failed: Your tool server does not answer at http://127.0.0.1:9 · part-unreachable, exit code 5',
  );
  expect(stdout).toMatch(/ {4}next /);
});

test('verify leaves its document, and is listed and told likewise', async () => {
  const { issuer, tool } = await bundledDeployment('--skip-audience');
  const options = ['--idp', issuer, '--tool', tool, '--wait-for-expiry', '1ms', '--json'];
  const { stdout } = await run(['verify', ...options], { home, env: { USER_PASSWORD } });
  const { folder, file } = record('verification.json');
  expect(readFileSync(file, 'utf8')).toBe(stdout);
  expect(existsSync(join(folder, 'owner.json'))).toBe(false);
  expect((await inHome(['runs'])).stdout).toMatch(/verify of tool: wrongly-accepted, \d+ of \d+ rows passed/);
  const report = await inHome(['report', '--format', 'markdown']);
  expect(report.stdout).toContain('# Verification of a deployment');
  expect(report.stderr).toBe('');
  expect((await inHome(['report', file, '--format', 'markdown'])).stdout).toBe(report.stdout);
});

test('a newer run that left nothing, as of who leaves at the login, is passed over', async () => {
  await inHome(['--ci', '--idp', 'embedded', '--only', '0']);
  const newer = join(record('events.ndjson').folder, '..', '2999-01-01T00-00-00-000Z-aB3dE6');
  mkdirSync(newer, { mode: 0o700 });
  writeFileSync(join(newer, 'events.ndjson'), '');
  expect((await inHome(['runs'])).stdout).toContain('2999-01-01T00-00-00-000Z-aB3dE6\n    nothing on record\n');
  expect((await inHome(['report'])).stdout).toContain('1 of 1 steps proved');
});

test('the folder of a run is told like the run, wherever it was taken to; another folder says what it lacks', async () => {
  await inHome(['--ci', '--idp', 'embedded', '--only', '0']);
  const { folder } = record('events.ndjson');
  const own = await inHome(['report', folder]);
  expect(own).toMatchObject({ code: 0, stdout: (await inHome(['report'])).stdout });
  const taken = join(home.folder, 'artifact');
  cpSync(folder, taken, { recursive: true });
  expect(await inHome(['report', taken])).toMatchObject({ code: 0, stdout: own.stdout });
  const other = await inHome(['report', home.folder]);
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(
    /^error: There is nothing of a run in the folder .*\n {2}why {3}.*events\.ndjson and verification\.json\.\n/,
  );
});

test('a pipe that brings nothing is left at the first Ctrl-C', async () => {
  // Windows has none.
  if (process.platform === 'win32') return;
  const pipe = join(home.folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const program = start(['report', pipe], { home });
  // Only where it is read can it be opened so.
  const writer = await until(() => openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
  program.kill('SIGINT');
  expect((await program.ended).code).toBe(130);
  closeSync(writer);
  expect(program.stderr).toBe('error: Interrupted.\n');
}, 60_000);

test('without a run there is nothing to tell, and several that begin alike are named', async () => {
  expect((await inHome(['runs'])).stdout).toBe('No run is on record.\n');
  expect((await inHome(['runs', '--json'])).stdout).toBe('[]\n');
  expect(await inHome(['report'])).toMatchObject({ code: 2, stderr: expect.stringContaining('No run that has ended') });
  await inHome(['--ci', '--idp', 'embedded', '--only', '0']);
  await inHome(['--ci', '--idp', 'embedded', '--only', '0']);
  expect(await inHome(['report', '20'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('2 runs begin with 20'),
  });
  const nowhere = ['report', '--output', join(home.folder, 'no', 'where')];
  expect(await inHome(nowhere)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Name a file that can be written.'),
  });
});
