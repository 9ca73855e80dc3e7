import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type DoctorReport, doctorReportSchema } from '../../services/doctor/report.ts';
import { makeHome } from './home.ts';
import { type Machine, openMachine } from './machine.ts';
import { clearAll, run, type StartOptions, start } from './program.ts';

const SCHEMA = new URL('../../docs/doctor.schema.json', import.meta.url);
const isReport = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
const HOSTS = '127.0.0.1 localhost\n::1 localhost\n';
/** No engine, wherever the tests run. */
const NO_ENGINE = ['--idp', 'embedded'];

let machine: Machine | undefined;
const servers: Server[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  await clearAll();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await machine?.close();
  machine = undefined;
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function examined(args: readonly string[] = NO_ENGINE, options: StartOptions = {}) {
  const ended = await run(['doctor', '--json', ...args], options);
  const report: DoctorReport = doctorReportSchema.parse(JSON.parse(ended.stdout));
  expect(isReport(JSON.parse(ended.stdout))).toBe(true);
  expect(report.exitCode).toBe(ended.code);
  const line = (id: string, of?: string) => report.conditions.find((each) => each.id === id && each.of === of);
  return { ...ended, report, line };
}

/** Listens in the machine, and stays until the test is over. */
async function listenIn({ within }: Machine, port: number): Promise<number> {
  const [command = '', ...args] = within;
  const script = `require('net').createServer().listen(${port},'127.0.0.1',()=>console.log(process.pid))`;
  const child = spawn(command, [...args, process.execPath, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [pid] = await once(child.stdout, 'data');
  return Number(pid);
}

/** A server that takes connections and never answers; `asked` comes true with the first. */
async function openDeaf(): Promise<{ at: string; asked: Promise<unknown> }> {
  const deaf = createServer((socket) => socket.on('error', () => {}).resume());
  servers.push(deaf);
  const asked = once(deaf, 'connection');
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  return { at: `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`, asked };
}

test('a machine that has all: exit code 0, a line a condition, and for people the same', async () => {
  machine = await openMachine(HOSTS);
  const { within } = machine;
  const { report, line, stderr } = await examined(NO_ENGINE, { within });
  expect({ outcome: report.outcome, stderr }).toEqual({ outcome: 'proved', stderr: '' });
  expect(line('port', 'tool')).toMatchObject({ state: 'ok', saw: '10000 is free' });
  expect(line('part', 'identity')).toMatchObject({ state: 'ok' });
  expect(line('localhost')).toMatchObject({ state: 'ok', saw: expect.stringContaining('127.0.0.1') });
  const { stdout, code } = await run(['doctor', ...NO_ENGINE], { within, env: { COLUMNS: '80' } });
  expect(code).toBe(0);
  for (const { title } of report.conditions)
    expect(stdout).toMatch(new RegExp(`^[✓!] ${title.replace('.', '\\.')}  `, 'm'));
  expect(stdout).toMatch(/Nothing that the lesson needs is missing\.$/m);
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('a port that is taken: the process where it is told; a failure where it is pinned', async () => {
  machine = await openMachine(HOSTS);
  const { within } = machine;
  const pid = await listenIn(machine, 10_000);
  const seen = await examined([...NO_ENGINE, '--port-mcp', '80'], { within });
  expect(seen.line('port', 'tool')).toMatchObject({
    state: 'warning',
    saw: expect.stringContaining(`(pid ${pid}) on 127.0.0.1`),
  });
  expect(seen.code).toBe(0);

  // Another user sees less, and may less.
  const nobody = [...within, 'setpriv', '--reuid=65534', '--clear-groups'];
  const other = await examined([...NO_ENGINE, '--port-tool', '10000', '--port-mcp', '80'], { within: nobody });
  expect(other.line('port', 'tool')).toMatchObject({
    state: 'failure',
    saw: '10000 is held by a process that is not told, of user root, on 127.0.0.1',
  });
  expect(other.line('port', 'mcp')).toMatchObject({ state: 'failure', saw: 'this user may not listen on 80' });
  expect(other.line('folder', 'state')).toMatchObject({ state: 'warning', saw: expect.stringMatching(/EACCES$/) });
  expect(other.code).toBe(6);
});

test.each([
  ['no IPv6', HOSTS, 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6', 0, { '127.0.0.1': 'ok', '::1': 'ok' }, 'ok'],
  [
    'no IPv6 where localhost leads',
    '::1 localhost\n',
    'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6',
    0,
    { '::1': 'ok' },
    'warning',
  ],
  ['a localhost elsewhere', '192.0.2.1 localhost\n', 'true', 0, {}, 'warning'],
  ['no IPv4 loopback', HOSTS, 'ip addr del 127.0.0.1/8 dev lo', 6, { '127.0.0.1': 'failure', '::1': 'ok' }, 'ok'],
  [
    'nothing that gets through',
    HOSTS,
    'ip route del local 127.0.0.1 dev lo table local && ip route add blackhole 127.0.0.1/32 table local',
    6,
    { '127.0.0.1': 'failure', '::1': 'ok' },
    'ok',
  ],
] as const)('a machine that has %s', async (_, hosts, prepare, code, loopbacks, localhost) => {
  machine = await openMachine(hosts, prepare);
  const seen = await examined(NO_ENGINE, { within: machine.within });
  expect(Object.fromEntries(Object.keys(loopbacks).map((of) => [of, seen.line('loopback', of)?.state]))).toEqual(
    loopbacks,
  );
  expect(seen.line('localhost')?.state).toBe(localhost);
  expect(seen.code).toBe(code);
});

test.each([
  ['whose loopback interface is down', 'ip link set lo down', /ip link set lo up/],
  [
    'that lets nothing through to itself',
    'ip rule add pref 2 lookup local && ip rule add pref 1 to 127.0.0.1 prohibit && ip rule del pref 0',
    /firewall/,
  ],
])('a machine %s is told what to do about that', async (_, prepare, next) => {
  machine = await openMachine('127.0.0.1 localhost\n', prepare);
  const seen = await examined(NO_ENGINE, { within: machine.within });
  expect(seen.line('loopback', '127.0.0.1')).toMatchObject({ state: 'failure', next: expect.stringMatching(next) });
  // What /etc/hosts says is all right.
  expect(seen.line('localhost')).toMatchObject({ state: 'warning', next: expect.stringMatching(/Loopback/) });
});

test('folders on a disk that is full, and on one that takes nothing', async () => {
  const home = makeHome();
  const [full, closed] = ['full', 'closed'].map((name) => join(home.folder, name)) as [string, string];
  for (const folder of [full, closed]) mkdirSync(folder);
  try {
    machine = await openMachine(
      HOSTS,
      `mount -t tmpfs -o size=64k tmpfs ${full} && mount -t tmpfs -o ro tmpfs ${closed}`,
    );
    const env = { XDG_STATE_HOME: closed, TMPDIR: full };
    const { line, code } = await examined(NO_ENGINE, { within: machine.within, home, env });
    expect(line('folder', 'state')).toMatchObject({ state: 'warning', saw: expect.stringMatching(/EROFS$/) });
    expect(line('folder', 'temporary')).toMatchObject({ state: 'ok' });
    expect(line('disk', 'temporary')).toMatchObject({ state: 'warning', saw: '0 MB free' });
    expect(code).toBe(0);
  } finally {
    await machine?.close();
    machine = undefined;
    home.remove();
  }
});

test('where everything hangs it is over in time, and names who hung', async () => {
  const { at } = await openDeaf();
  const args = ['--idp', `${at}/realms/demo`, '--tool', at, '--ollama', at];
  const startedAt = performance.now();
  const { line, code } = await examined(args, { env: { DOCKER_HOST: at.replace('http', 'tcp') } });
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  expect(line('provider')).toMatchObject({ state: 'failure', saw: expect.stringMatching(/no answer within 3 s$/) });
  expect(line('part', 'tool')?.state).not.toBe('ok');
  expect(line('engine')?.details?.[0]).toMatch(/^DOCKER_HOST, .*did not answer within 3 s$/);
  expect(line('ollama')?.state).not.toBe('ok');
  // The others were told all the same.
  expect(line('part', 'mcp')).toMatchObject({ state: 'ok' });
  expect(code).toBe(6);
});

test('for people a failure is marked, told in a word, and named again at the foot', async () => {
  const { code, stdout } = await run(['doctor', ...NO_ENGINE, '--tool', 'http://127.0.0.1:1'], {
    env: { COLUMNS: '80' },
  });
  expect(stdout).toMatch(/^✗ Part, tool {11}FAILURE: nothing answers at http:\/\/127\.0\.0\.1:1/m);
  expect(stdout).toMatch(/^ +next {2}Start it, or name the address where it is\.$/m);
  // Folded where the ports of the tutorial are taken, which has more warnings named.
  expect(stdout).toMatch(/1 failure\s+\(Part,\s+tool\)\s+in/);
  expect(code).toBe(6);
});

test('--quiet tells of what is not as it should be, and the verdict', async () => {
  const { code, stdout } = await run(['doctor', '--quiet', ...NO_ENGINE, '--tool', 'http://127.0.0.1:1'], {
    env: { COLUMNS: '80' },
  });
  expect(stdout).toMatch(/^✗ Part, tool/m);
  expect(stdout).not.toContain('✓');
  expect(stdout).toMatch(/\d+ ok, .*1 failure \(Part, tool\)\s+in/s);
  expect(code).toBe(6);
});

test.each([20, 40])('on a screen of %d columns no line is longer', async (columns) => {
  const { stdout } = await run(['doctor', ...NO_ENGINE], { env: { COLUMNS: `${columns}` } });
  expect(stdout).toMatch(/^✓ Node\.js\n/m);
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(columns);
});

test('where too few files may be open to load the rest, that is told alone, with the number that will do', async () => {
  const limited = (limit: number) => ['sh', '-c', `ulimit -n ${limit}; exec "$0" "$@"`];
  const { report, code } = await examined(NO_ENGINE, { within: limited(64) });
  expect(code).toBe(6);
  expect(report.conditions).toMatchObject([{ id: 'open-files', state: 'failure' }]);
  const [, enough] = /ulimit -n (\d+)$/.exec(report.conditions[0]?.next ?? '') ?? [];
  expect(readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8')).toContain(`\`ulimit -n ${enough}\``);
  // Too few to say even that.
  const { stderr } = await run(['doctor'], { within: limited(24) });
  expect(stderr).toMatch(new RegExp(`ulimit -n ${enough}$`, 'm'));
  expect((await examined(NO_ENGINE, { within: limited(Number(enough)) })).line('open-files')?.state).toBe('ok');
});

test('a home that is a file: each folder is told of by itself', async () => {
  const { line } = await examined(NO_ENGINE, { env: { HOME: '/etc/passwd', XDG_STATE_HOME: '' } });
  expect([line('disk', 'state')?.state, line('disk', 'temporary')?.state]).toEqual(['ok', 'ok']);
  expect(line('folder', 'state')).toMatchObject({ state: 'warning' });
});

test('no secret of a proxy variable is on the screen', async () => {
  const env = { HTTPS_PROXY: 'http://ada:s3cret@proxy:3128', http_proxy: 'ada:s3cret@proxy:3128' };
  for (const json of [[], ['--json']]) {
    const { stdout, stderr } = await run(['doctor', ...NO_ENGINE, ...json], { env });
    expect(stdout).toContain('HTTPS_PROXY=http://***@proxy:3128');
    expect(stdout).toMatch(/http_proxy counts? for this machine/);
    expect(stdout + stderr).not.toMatch(/ada|s3cret/);
  }
});

test('it writes nothing into the state folder, and says what is wrong with the command line', async () => {
  const home = makeHome();
  await run(['doctor', ...NO_ENGINE], { home });
  expect(home.written()).toBe('');
  home.remove();
  expect(await run(['doctor', '--idp', 'nonsense'])).toMatchObject({ code: 2, stdout: '' });
});

test.each([
  [['--port-mcp', '8001', '--port-stack', '8001'], '--port-mcp and --port-stack both name port 8001.'],
  [['--port-tool', '10010', '--tool', 'http://127.0.0.1:10010'], '--port-tool is where a tap is to stand'],
])('ports that no lesson could have, %j, are an error of usage as they are to the lesson', async (args, words) => {
  for (const command of [['doctor'], ['--ci']])
    expect(await run([...command, ...NO_ENGINE, ...args])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(words),
    });
});

test('whoever interrupts it gets no report', async () => {
  const { at, asked } = await openDeaf();
  const doctor = start(['doctor', '--ollama', at]);
  await asked;
  doctor.kill('SIGINT');
  expect(await doctor.ended).toEqual({ code: 130, signal: null });
  expect(doctor.stdout).toBe('');
});
