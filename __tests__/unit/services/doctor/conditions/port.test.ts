import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Around, PartAround } from '../../../../../services/doctor/around.ts';
import { portCondition } from '../../../../../services/doctor/conditions/port.ts';
import { holdersOf } from '../../../../../services/machine/port-holders.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

const here: { platform: NodeJS.Platform; proc: string } = { platform: process.platform, proc: '/proc' };
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that listens at an address, on a port of the system's choice. */
async function listenerAt(host: string): Promise<{ port: number; pid: number }> {
  const script = `const s=require('net').createServer();s.listen(0,'${host}',()=>console.log(s.address().port))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const port = await new Promise<number>((resolve) => child.stdout?.once('data', (text) => resolve(Number(text))));
  return { port, pid: child.pid as number };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function part(port: number, change: Partial<PartAround> = {}): PartAround {
  return {
    name: 'tool',
    port: { port, pinned: false },
    runs: false,
    look: () => Promise.reject(new Error('asked')),
    ...change,
  };
}

async function seen(one: PartAround, around = here) {
  const holders: Around['holders'] = (ports, signal) => holdersOf(ports, around, signal);
  const [line, ...others] = await seenBy(portCondition, { parts: [one], holders });
  expect(others).toEqual([]);
  expect(line && saysTheWayOut(line)).toBe(true);
  return line;
}

test.each([false, true])('a free one, pinned: %s', async (pinned) => {
  const port = await freePort();
  expect(await seen(part(port, { port: { port, pinned } }))).toMatchObject({
    of: 'tool',
    state: 'ok',
    saw: `${port} is free`,
  });
});

test('of a free one nobody is asked who holds it', async () => {
  const holders = () => Promise.reject(new Error('asked'));
  expect(await seenBy(portCondition, { parts: [part(await freePort())], holders })).toMatchObject([{ state: 'ok' }]);
});

test.each(['127.0.0.1', '::1'])('one that a process holds on %s, by name and number', async (host) => {
  const { port, pid } = await listenerAt(host);
  const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  expect(await seen(part(port))).toMatchObject({
    state: 'warning',
    saw: `${port} is held by ${name} (pid ${pid}) on ${host}`,
  });
});

test('one that is pinned and held', async () => {
  const { port, pid } = await listenerAt('127.0.0.1');
  const line = await seen(part(port, { port: { port, pinned: true } }));
  expect(line).toMatchObject({ state: 'failure', next: expect.stringContaining('--port-tool') });
  expect(line?.saw).toContain(`(pid ${pid})`);
});

test('one that a neighbour holds where it belongs', async () => {
  const { port } = await listenerAt('127.0.0.1');
  expect(await seen(part(port, { neighbour: 'an ollama is' }))).toMatchObject({
    state: 'ok',
    saw: expect.stringMatching(/, where an ollama is$/),
  });
});

test('one of the lab that asks', async () => {
  const { port } = await listenerAt('127.0.0.1');
  expect(await seen(part(port, { runs: true }))).toMatchObject({ state: 'ok', saw: `${port}, where it runs` });
});

test('of a part that needs none there is no line', async () => {
  expect(await seenBy(portCondition, { parts: [part(1, { port: undefined })] })).toEqual([]);
});

describe('as /proc tells it', () => {
  const proc = mkdtempSync(join(tmpdir(), 'proc-'));
  afterAll(() => rmSync(proc, { recursive: true }));
  const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const row = (address: string, port: number, uid: number, inode: number, state = '0A') =>
    `   0: ${address}:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;

  test.each([
    ['of root, on both', 0, 'a process that is not told, of user root, on 127.0.0.1 and ::1'],
    ['of another user', 1001, 'a process that is not told, of user 1001, on 127.0.0.1 and ::1'],
  ])('a process that is not told %s', async (_, uid, words) => {
    const { port } = await listenerAt('127.0.0.1');
    mkdirSync(join(proc, 'net'), { recursive: true });
    writeFileSync(join(proc, 'net/tcp'), HEAD + row('0100007F', port, uid, 11) + row('0100007F', port, 7, 13, '01'));
    writeFileSync(join(proc, 'net/tcp6'), HEAD + row('00000000000000000000000001000000', port, uid, 12));
    expect((await seen(part(port), { ...here, platform: 'linux', proc }))?.saw).toBe(`${port} is held by ${words}`);
  });

  test('several processes, one of which listens everywhere', async () => {
    const { port } = await listenerAt('127.0.0.1');
    writeFileSync(join(proc, 'net/tcp'), HEAD + row('00000000', port, 0, 21));
    writeFileSync(join(proc, 'net/tcp6'), HEAD + row('00000000000000000000000000000000', port, 0, 22));
    for (const [pid, name, inode, commandLine] of [
      [31, 'node', 21, 'node\0/x/dist/bin.js\0serve\0identity\0--port\x008080\0'],
      [32, 'java', 22, 'java\0-Dpassword=s3cret\0'],
    ]) {
      mkdirSync(join(proc, `${pid}/fd`), { recursive: true });
      writeFileSync(join(proc, `${pid}/comm`), `${name}\n`);
      writeFileSync(join(proc, `${pid}/cmdline`), String(commandLine));
      symlinkSync(`socket:[${inode}]`, join(proc, `${pid}/fd/7`));
    }
    expect((await seen(part(port), { ...here, platform: 'linux', proc }))?.saw).toBe(
      `${port} is held by the identity server of a tutorial-tui (pid 31) on 0.0.0.0, and by java (pid 32) on ::`,
    );
  });

  test('nothing at all', async () => {
    const { port } = await listenerAt('127.0.0.1');
    const line = await seen(part(port), { ...here, platform: 'linux', proc: '/nowhere' });
    expect(line).toMatchObject({ state: 'warning', saw: `${port} is held by a process that is not told` });
  });

  test('where the command of another system is not there', async () => {
    const { port } = await listenerAt('127.0.0.1');
    expect((await seen(part(port), { ...here, platform: 'win32' }))?.saw).toMatch(/held by/);
  });
});
