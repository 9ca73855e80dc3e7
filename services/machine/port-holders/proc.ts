import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Listener } from './listener.ts';

/** The sockets with the processes that hold them, as far as this user may see (proc(5), /proc/PID/fd). Throws the reason of the signal. */
export async function processesOf(
  sockets: readonly Listener[],
  proc: string,
  signal: AbortSignal,
): Promise<readonly Listener[]> {
  const wanted = new Map(sockets.map((socket) => [`socket:[${socket.inode}]`, socket]));
  const found = new Map<Listener, Listener>();
  const numbers = sockets.length > 0 ? await readdir(proc).catch(() => []) : [];
  for (const number of numbers.filter((name) => /^\d+$/.test(name))) {
    signal.throwIfAborted();
    if (found.size === sockets.length) break;
    for (const link of await linksOf(join(proc, number, 'fd'))) {
      const socket = wanted.get(link);
      // A socket that several share is told of the first, which is the oldest.
      if (!socket || found.has(socket)) continue;
      const name = (await readFile(join(proc, number, 'comm'), 'utf8').catch(() => '')).trim();
      found.set(socket, { ...socket, pid: Number(number), ...(name !== '' && { name }) });
    }
  }
  return sockets.map((socket) => found.get(socket) ?? socket);
}

async function linksOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
}
