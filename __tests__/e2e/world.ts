import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from './home.ts';

const LOOPBACK = ['127.0.0.1', '::1'];
/** Below the ports that systems give to outgoing connections. */
const FREE_FROM = 20_000;
const FREE_TO = 32_000;
const LOOK_EVERY_MS = 50;

/** Whether somebody listens on the port, on either loopback address. */
export async function isListening(port: number): Promise<boolean> {
  const answers = await Promise.all(LOOPBACK.map((host) => connects(host, port)));
  return answers.includes(true);
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Different ports on which nobody listens. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = FREE_FROM + Math.floor(Math.random() * (FREE_TO - FREE_FROM));
    if (!(await isListening(port))) found.add(port);
  }
  return [...found];
}

/** Takes a port, unless somebody else has it already: either way it is taken afterwards. */
export async function occupy(port: number, host = '127.0.0.1'): Promise<{ release: () => Promise<void> }> {
  const server = createServer((socket) => socket.destroy());
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, host, () => resolve(true));
  });
  return { release: () => (listening ? closed(server) : Promise.resolve()) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Processes that run with this home, whoever their parent is now. Not for Windows. */
export function processesOf({ folder }: Home): number[] {
  return process.platform === 'linux' ? withEnvironment(folder) : listedBy(folder);
}

function withEnvironment(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function listedBy(text: string): number[] {
  return execFileSync('ps', ['-A', '-E', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10));
}

/** Asks until the answer is empty, or the time is over; gives the last answer. */
export async function emptyWithin<T>(milliseconds: number, ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  const until = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer.length === 0 || Date.now() > until) return answer;
    await sleep(LOOK_EVERY_MS);
  }
}
