import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, createServer, type Server as NetServer } from 'node:net';
import { createHttpServer } from '../../services/wire/http-server.ts';
import { closeServer, listen } from '../../services/wire/listen.ts';
import { freePorts, occupy } from '../e2e/world.ts';

const BOTH = ['127.0.0.1', '::1'];

let server: Server;
const strangers: { release: () => Promise<void> }[] = [];
beforeEach(() => {
  server = createHttpServer({
    handle: (_, response) => void response.end('here'),
    errorBody: (status, message) => ({ contentType: 'text/plain', body: `ours: ${status} ${message}` }),
  });
});
afterEach(async () => {
  await closeServer(server);
  await Promise.all(strangers.splice(0).map(({ release }) => release()));
});

async function stranger(port: number, host: string): Promise<void> {
  strangers.push(await occupy(port, host));
}

/** All that is answered to a text, to the end of the connection. */
async function said(host: string, port: number, text: string): Promise<string> {
  const socket = connect({ host, port });
  let answer = '';
  socket.setEncoding('utf8').on('data', (more: string) => {
    answer += more;
  });
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

/** Whether another program could take it. */
async function canBeTaken(host: string, port: number): Promise<boolean> {
  const other: NetServer = createServer();
  try {
    await once(other.listen({ host, port, exclusive: true }), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    other.close();
  }
}

test.each(BOTH)(
  'a server for loopback is there at %s, holds it for as long as it lives, and no longer',
  async (host) => {
    const port = await listen(server, { host: '127.0.0.1', port: 0, pinned: true });
    expect(await said(host, port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain('here');
    expect(await canBeTaken(host, port)).toBe(false);
    await closeServer(server);
    expect(await canBeTaken(host, port)).toBe(true);
  },
);

test.each(BOTH)('limits and forms of errors are the same at %s', async (host) => {
  const port = await listen(server, { host: '127.0.0.1', port: 0, pinned: true });
  expect(await said(host, port, 'not http\r\n\r\n')).toContain('ours: 400');
  const flood = `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`;
  expect(await said(host, port, flood)).toContain('ours: 431');
});

test.each(BOTH)('its end ends what is connected to %s', async (host) => {
  const port = await listen(server, { host: '127.0.0.1', port: 0, pinned: true });
  const socket = connect({ host, port }).on('error', () => {});
  await once(socket, 'connect');
  const gone = once(socket, 'close');
  await closeServer(server);
  await gone;
});

test.each([...BOTH, '0.0.0.0'])('a port that a stranger holds on %s is not used', async (host) => {
  const [port = 0] = await freePorts(1);
  await stranger(port, host);
  await expect(listen(server, { host: '127.0.0.1', port, pinned: true })).rejects.toThrow(`Port ${port} is taken.`);
  const [first, second] = BOTH;
  expect(await canBeTaken(host === second ? (first ?? '') : '::1', port)).toBe(true);
  expect(await listen(server, { host: '127.0.0.1', port, pinned: false })).toBeGreaterThan(port);
});

/** Listens on [::1] at a port, fills its own queue, and stops, so that who comes next is neither let in nor turned away. */
const DEAF = `const { connect, createServer } = require('node:net');
const [port] = process.argv.slice(1).map(Number);
createServer().listen({ host: '::1', port, backlog: 1 }, () => {
  for (let count = 0; count < 8; count++) connect({ host: '::1', port }).on('error', () => {});
  process.nextTick(() => {
    process.stdout.write('there');
    process.kill(process.pid, 'SIGSTOP');
  });
});`;

// Windows stops no process.
if (process.platform !== 'win32') {
  test('nor is one that a stranger holds on ::1 who lets nobody in: the next one is, on both addresses', async () => {
    const [port = 0] = await freePorts(1);
    const deaf = spawn(process.execPath, ['-e', DEAF, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(deaf, 'exit');
    strangers.push({
      release: async () => {
        deaf.kill('SIGKILL');
        await ended;
      },
    });
    await once(deaf.stdout, 'data');
    const taken = await listen(server, { host: '127.0.0.1', port, pinned: false });
    expect(taken).toBeGreaterThan(port);
    for (const host of BOTH) expect(await canBeTaken(host, taken)).toBe(false);
    expect(await canBeTaken('127.0.0.1', port)).toBe(true);
  });
}
