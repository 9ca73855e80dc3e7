import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ALL_OF_THEM } from '../lesson.ts';
import { PART_NAMES } from '../parts.ts';
import { type Machine, openMachine } from './machine.ts';
import { clearAll, run, start } from './program.ts';

const BOTH = '127.0.0.1 localhost\n::1 localhost\n';
const EMBEDDED = ['--ci', '--idp', 'embedded'];
/** What a resolver does that prefers IPv6, as those of macOS and Windows may. */
const IPV6_FIRST = { NODE_OPTIONS: '--dns-result-order=ipv6first' };

/** Listens on [::1]:10000, fills its own queue, and stops, so that who comes next is neither let in nor turned away. */
const DEAF = `const { connect, createServer } = require('node:net');
createServer().listen({ host: '::1', port: 10000, backlog: 1 }, () => {
  process.stdout.write('there');
  for (let count = 0; count < 8; count++) connect({ host: '::1', port: 10000 }).on('error', () => {});
  process.nextTick(() => process.kill(process.pid, 'SIGSTOP'));
});`;

let machine: Machine;
afterEach(async () => {
  await clearAll();
  await machine.close();
});

describe('another user who takes the loopback addresses that are left over', () => {
  test('hears nothing of a whole lesson', async () => {
    machine = await openMachine(BOTH);
    const thief = await machine.letThiefIn();
    const { code, stdout } = await run(EMBEDDED, { within: machine.within, env: IPV6_FIRST });
    expect(stdout).toContain(`${ALL_OF_THEM} proved`);
    expect(code).toBe(0);
    // It did try, at the port of every part.
    await thief.until((said) => said.filter((line) => line.startsWith('refused')).length >= PART_NAMES.length);
    expect(thief.said.filter((line) => line.startsWith('stole'))).toEqual([]);
  });

  test('hears nothing of a token that is given to `tool invoke`', async () => {
    machine = await openMachine(BOTH);
    const { within } = machine;
    const thief = await machine.letThiefIn();
    const stack = start(['serve', 'stack'], { within });
    await stack.sees(/listens on/);
    const env = { ...IPV6_FIRST, ACCESS_TOKEN: 'not-for-a-thief' };
    const { stderr } = await run(['tool', 'invoke'], { within, env });
    // The real one answered: it knows no such tool.
    expect(stderr).toContain('Tool `fetch` not served');
    await thief.until((said) => said.includes('refused 8321'));
    expect(thief.said.filter((line) => line.startsWith('stole'))).toEqual([]);
  });
});

test.each([
  ['names localhost as ::1 alone', '::1 localhost\n', 'true'],
  ['does not name localhost', '127.0.0.1 elsewhere\n', 'true'],
  ['has no IPv6', BOTH, 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'],
])('the lesson is proved on a machine that %s', async (_, hosts, prepare) => {
  machine = await openMachine(hosts, prepare);
  const { code, stderr, stdout } = await run(EMBEDDED, { within: machine.within });
  expect(stderr).not.toContain('error');
  expect(stdout).toContain(`${ALL_OF_THEM} proved`);
  expect(code).toBe(0);
});

test('a proxy that Node was told to use gets nothing of it', async () => {
  machine = await openMachine('127.0.0.1 localhost\n');
  // Nobody is there. Node 20 does not read them at all.
  const proxy = 'http://127.0.0.1:9';
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy };
  const { code, stderr } = await run(EMBEDDED, { within: machine.within, env });
  expect(stderr).not.toContain('error');
  expect(code).toBe(0);
});

test('the tool does not call a name that leads to a link-local address', async () => {
  machine = await openMachine('127.0.0.1 localhost\n169.254.169.254 metadata.test\n');
  const { within } = machine;
  const servers = [
    start(['serve', 'mcp', '--allow-origin', 'http://metadata.test'], { within }),
    start(['serve', 'stack'], { within }),
  ];
  await Promise.all(servers.map((server) => server.sees(/listens on/)));
  await run(['tool', 'register'], { within });
  const { stdout } = await run(['tool', 'invoke', '--url', 'http://metadata.test/'], { within });
  expect(stdout).toContain('metadata.test is a link-local address, which this server does not call.');
});

test('a port counts as taken where a stranger holds ::1 and lets nobody in', async () => {
  machine = await openMachine(BOTH);
  const { within } = machine;
  const [command = '', ...words] = [...within, process.execPath, '-e', DEAF];
  const stranger = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(stranger, 'exit');
  await once(stranger.stdout, 'data');
  const { code, stderr } = await run(['serve', 'tool', '--port', '10000'], { within });
  stranger.kill('SIGKILL');
  await ended;
  expect(stderr).toContain('Port 10000 is taken.');
  expect(code).toBe(5);
});
