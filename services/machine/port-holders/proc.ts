import { readdirSync, readlinkSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Listener } from './listener.ts';

/** A part of this program on its own command line, whose words end with a NUL (proc(5)). */
const OF_THIS_PROGRAM = /(?:dist\/bin\.js|\/tutorial-tui)\0(?:standby|serve)\0([a-z]{1,20})\0/;

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
    if (found.size === sockets.length) break;
    await setImmediate();
    signal.throwIfAborted();
    for (const link of linksOf(join(proc, number, 'fd'))) {
      const socket = wanted.get(link);
      // A socket that several share is told of the first, which is the oldest.
      if (!socket || found.has(socket)) continue;
      const name = await nameOf(join(proc, number));
      found.set(socket, { ...socket, pid: Number(number), ...(name !== '' && { name }) });
    }
  }
  return sockets.map((socket) => found.get(socket) ?? socket);
}

/** Where the descriptors of a process lead. At once, for there are thousands of them: what one waits for in turn takes seconds. */
function linksOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((name) => linkOf(join(folder, name)));
  } catch {
    return [];
  }
}

/** One that was closed meanwhile leads nowhere. */
function linkOf(path: string): readonly string[] {
  try {
    return [readlinkSync(path)];
  } catch {
    return [];
  }
}

/** What a process is called; one of this very program says which of its parts it is. Of the command lines of others nothing is told. */
async function nameOf(folder: string): Promise<string> {
  const read = (file: string) => readFile(join(folder, file), 'utf8').catch(() => '');
  const [name, commandLine] = await Promise.all([read('comm'), read('cmdline')]);
  const [, part] = OF_THIS_PROGRAM.exec(commandLine) ?? [];
  return part === undefined ? name.trim() : `the ${part} server of a tutorial-tui`;
}
