import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { closeParts, dripping, hangingStack, loginPage } from './broken-parts.ts';
import { type Home, makeHome } from './home.ts';
import { clearAll, type Program, run, start } from './program.ts';
import { reportIn } from './report-by-schema.ts';
import { openSloppyTool, type Skipped, type SloppyTool } from './sloppy-tool.ts';
import { isVerification } from './verified.ts';
import { USER_PASSWORD } from './verify-deployment.ts';
import { freePorts } from './world.ts';

const env = { USER_PASSWORD };
const ALL = 'junit=r.xml,html=r.html,markdown=r.md,json=r.json,text=r.txt';
let [issuer, mcp] = ['', ''];
let folder: string;
let home: Home;
beforeAll(async () => {
  const [identity = 0, port = 0] = await freePorts(2);
  issuer = `http://localhost:${identity}/realms/demo`;
  mcp = `http://localhost:${port}`;
  await start(['serve', 'identity', '--port', String(identity)], { env }).sees(/listens on/);
  await start(['serve', 'mcp', '--port', String(port)]).sees(/listens on/);
});
afterAll(clearAll);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-verify-'));
  home = makeHome({ temporary: true });
});
afterEach(async () => {
  await closeParts();
  await Promise.all(tools.map((tool) => tool.close()));
  tools = [];
  home.remove();
  rmSync(folder, { recursive: true });
});

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const verify = (options: readonly string[], variables: Readonly<Record<string, string>> = env) =>
  run(['verify', '--json', ...options, '--reporter', ALL], { env: variables, home, cwd: folder });

let tools: SloppyTool[] = [];
async function openTool(skips: Skipped): Promise<SloppyTool> {
  const tool = await openSloppyTool(issuer, skips);
  tools.push(tool);
  return tool;
}

/** The only document on standard output, by the schema that ships. Throws where it is none. */
function documentOf({ stdout }: Pick<Program, 'stdout'>) {
  const document = JSON.parse(stdout);
  expect(isVerification(document) ? [] : isVerification.errors).toEqual([]);
  return document;
}

/** What every report has to say of a run that ended so, before anything was asked of a part. */
async function expectToldEverywhere({ stdout }: Pick<Program, 'stdout'>, { outcome, exitCode, message }: Told) {
  const document = documentOf({ stdout });
  expect(document).toMatchObject({ outcome, exitCode, failure: { kind: outcome, message } });
  const verdicts = new Set(document.rows.map(({ verdict }: { verdict: string }) => verdict));
  expect([...verdicts]).toEqual(['not-tried']);

  expect(read('r.xml')).toMatch(/<testsuites [^>]*failures="0" [^>]*errors="1"/);
  expect(read('r.xml').match(/<error [^>]*>/g)).toEqual([
    `<error message="${document.failure.message}" type="${outcome}">`,
  ]);
  expect(reportIn(read('r.json'))).toMatchObject({ of: 'verification', outcome, exitCode, failure: { message } });
  for (const name of ['r.html', 'r.md', 'r.txt'])
    expect(read(name).replaceAll(/\s+/g, ' ')).toContain(`${outcome}, exit code ${exitCode}`);

  const runs = JSON.parse((await run(['runs', '--json'], { home })).stdout);
  expect(runs).toMatchObject([{ of: 'verification', standing: 'ended', outcome, exitCode }]);
  const again = await run(['report', '--format', 'junit'], { home });
  expect(again).toMatchObject({ code: 0, stdout: read('r.xml') });
}

interface Told {
  readonly outcome: string;
  readonly exitCode: number;
  readonly message: unknown;
}

test('a login that is refused', async () => {
  const wrong = 'hunter2-and-more';
  const program = await verify(['--idp', issuer, '--tool', 'http://localhost:1'], { USER_PASSWORD: wrong });
  expect(program.code).toBe(4);
  const message = expect.stringMatching(/^The identity provider refused the login: /);
  await expectToldEverywhere(program, { outcome: 'login-refused', exitCode: 4, message });
  expect(documentOf(program)).toMatchObject({ issuer, logins: 1, doors: [{ id: 'tool', url: 'http://localhost:1' }] });
  expect(program.stderr).toMatch(/^error: The identity provider refused the login: /m);
  expect(home.written() + program.stdout + program.stderr + read('r.html')).not.toContain(wrong);
}, 90_000);

test.each<[string, () => Promise<string>, Told]>([
  [
    'a login page',
    loginPage,
    { outcome: 'check-failed', exitCode: 3, message: expect.stringMatching(/is no identity/) },
  ],
  [
    'nobody',
    async () => 'http://localhost:1',
    { outcome: 'part-unreachable', exitCode: 5, message: expect.anything() },
  ],
])(
  '%s in place of the identity provider',
  async (_, broken, told) => {
    const program = await verify(['--idp', `${await broken()}/realms/demo`, '--tool', 'http://localhost:1']);
    expect(program.code).toBe(told.exitCode);
    await expectToldEverywhere(program, told);
  },
  30_000,
);

test('time that is up before the login', async () => {
  const options = ['--idp', `${await dripping()}/realms/demo`, '--tool', 'http://localhost:1', '--timeout', '1s'];
  const program = await verify(options);
  expect(program.code).toBe(124);
  await expectToldEverywhere(program, { outcome: 'timed-out', exitCode: 124, message: 'Not finished after 1 s.' });
}, 90_000);

test('an interrupt tells what was asked until then, as a table, too', async () => {
  const tool = await openTool('nothing');
  const asked = ['verify', '--idp', issuer, '--tool', tool.url, '--mcp', mcp, '--patience', '60s'];
  for (const [kind, more] of [
    ['table', []],
    ['json', ['--json']],
  ] as const) {
    const stack = await hangingStack();
    const args = [...asked, '--stack', stack.url, ...more, '--reporter', ALL];
    const program = start(args, { env, home, cwd: folder });
    await stack.called;
    program.kill('SIGINT');
    expect((await program.ended).code).toBe(130);
    expect(program.stderr).toMatch(/^error: Interrupted\.$/m);
    if (kind === 'table') {
      expect(program.stdout).toMatch(/✓ the right token +200 Hello, world!/);
      continue;
    }
    const document = documentOf(program);
    expect(document).toMatchObject({ outcome: 'interrupted', exitCode: 130, failure: { message: 'Interrupted.' } });
    const verdictAt = (door: string) =>
      document.rows
        .filter((row: { door: string }) => row.door === door)
        .map(({ verdict }: { verdict: string }) => verdict);
    expect(verdictAt('tool').slice(0, 3)).toEqual(['passed', 'passed', 'passed']);
    expect(new Set(verdictAt('stack'))).toEqual(new Set(['not-tried']));
    expect(read('r.xml')).toContain('type="interrupted"');
  }
  expect((await run(['runs'], { home })).stdout.match(/verify of tool, mcp, stack: interrupted/g)).toHaveLength(2);
}, 90_000);

test('a wrong acceptance is the verdict, also where the time is up after it', async () => {
  const tool = await openTool('whether there is a token');
  const stack = await hangingStack();
  const options = ['--idp', issuer, '--tool', tool.url, '--mcp', mcp, '--stack', stack.url];
  const program = await verify([...options, '--patience', '60s', '--timeout', '8s']);
  expect(program.code).toBe(7);
  expect(documentOf(program)).toMatchObject({ outcome: 'wrongly-accepted', failure: { kind: 'timed-out' } });
  expect(read('r.xml')).toMatch(/<testsuites [^>]*failures="[1-9]\d*"[^>]*errors="1"/);
}, 90_000);

test('what cannot begin says so as a document, and leaves neither report nor record', async () => {
  for (const [options, message] of [
    [['--nope'], /^unknown option/],
    [['--idp', issuer], /^There is nothing to ask/],
    [['--tool', 'http://localhost:1'], /names no deployment/],
    [['--config', 'none.json', '--tool', 'http://localhost:1'], /none\.json/],
  ] as const) {
    const program = await verify(options);
    expect(program.code).toBe(2);
    expect(documentOf(program)).toMatchObject({
      ...{ outcome: 'usage', exitCode: 2, rows: [] },
      failure: { message: expect.stringMatching(message) },
    });
  }
  expect(existsSync(join(folder, 'r.xml'))).toBe(false);
  expect((await run(['runs'], { home })).stdout).toBe('No run is on record.\n');
}, 90_000);

test('of what nobody caught there is a document as well', async () => {
  const preload = join(folder, 'fault.mjs');
  writeFileSync(preload, 'process.once("SIGUSR2", () => { throw new RangeError("of ours"); });');
  const stack = await hangingStack();
  const program = start(
    ['verify', '--json', '--idp', issuer, '--mcp', mcp, '--stack', stack.url, '--patience', '60s'],
    {
      env: { ...env, NODE_OPTIONS: `--import=${pathToFileURL(preload)}` },
      home,
    },
  );
  await stack.called;
  program.kill('SIGUSR2');
  expect((await program.ended).code).toBe(1);
  expect(documentOf(program)).toMatchObject({ outcome: 'fault', exitCode: 1, failure: { message: 'of ours' } });
}, 90_000);

test('a report that cannot be written costs neither the others nor the record', async () => {
  const tool = await openTool('nothing');
  // In the way of the half of it.
  const names = (pid: number) => join(folder, `.r.xml.${pid}.part`);
  const options = ['--idp', issuer, '--tool', tool.url, '--reporter', 'junit=r.xml,text=r.txt'];
  const program = start(['verify', ...options], { env, home, cwd: folder });
  writeFileSync(names(program.pid), '');
  expect((await program.ended).code).toBe(6);
  expect(program.stderr).toMatch(/^error: The report r\.xml could not be written\.$/m);
  expect(read('r.txt')).toContain('proved, exit code 0');
  expect((await run(['runs'], { home })).stdout).toMatch(/verify of tool: proved/);
}, 90_000);
