import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from './home.ts';

const LOOPBACK = ['127.0.0.1', '::1'];
/** Below the ports that systems give to outgoing connections; each of Jest's workers has a range of its own, so that none takes another's. */
const FREE_FROM = 20_000;
const RANGE = 1_500;
const RANGES = 8;
const LOOK_EVERY_MS = 50;
/** How long somebody else's port is waited for. */
const OCCUPY_MS = 60_000;
/** How long what has to go may take on a machine that is loaded; on a quiet one three seconds are far more than it takes. */
const GONE_MS = 30_000;

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

const range = FREE_FROM + ((Number(process.env.JEST_WORKER_ID ?? 1) - 1) % RANGES) * RANGE;
let next = Math.floor(Math.random() * RANGE);

/** Different ports on which nobody listens, and that this test file was not given before. */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = range + next;
    next = (next + 1) % RANGE;
    if (!(await isListening(port))) found.push(port);
  }
  return found;
}

/** Takes a port, as soon as another test leaves it; one that somebody else keeps is taken as it is. */
export async function occupy(port: number, host = '127.0.0.1'): Promise<{ release: () => Promise<void> }> {
  const until = Date.now() + OCCUPY_MS;
  for (;;) {
    const server = createServer((socket) => socket.destroy());
    const listening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, host, () => resolve(true));
    });
    if (listening) return { release: () => closed(server) };
    if (Date.now() > until) return { release: async () => {} };
    await sleep(LOOK_EVERY_MS);
  }
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

/** Asks until the answer is empty, or has had its time; gives the last answer. */
export async function emptied<T>(ask: () => Promise<readonly T[]>, milliseconds = GONE_MS): Promise<readonly T[]> {
  const until = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer.length === 0 || Date.now() > until) return answer;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Processes of this home and ports that are left for good. */
export function leftOver({ home }: { readonly home: Home }, ports: readonly number[]): Promise<readonly string[]> {
  return emptied(async () => {
    const listening = await Promise.all(ports.map(async (port) => ((await isListening(port)) ? [`port ${port}`] : [])));
    return [...processesOf(home).map((pid) => `process ${pid}`), ...listening.flat()];
  });
}
