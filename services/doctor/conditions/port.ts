import type { PortHolder } from '../../machine/port-holders.ts';
import { type TriedPort, tryPort } from '../../wire/try-port.ts';
import type { Around, PartAround } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** The port of each part, and who holds it. */
export const portCondition: ConditionRow<Pick<Around, 'parts' | 'holders'>> = {
  id: 'port',
  title: 'Port',
  about:
    'The port of each part, on 127.0.0.1 and on ::1: whether it is free and, where it is taken, which process holds it, as far as the system tells this user (proc(5) on Linux, `lsof` on macOS, `netstat` on Windows).',
  wayOut:
    'Nothing has to be done: the next free port is taken, and the lesson names it. To have the port of the tutorial, end the program that holds it. One that `--port-…` pins has to be free.',
  neededBy: 'lab',
  look: async ({ parts, holders }, signal) => {
    const tried = await Promise.all(parts.map((part) => tryOne(part)));
    const taken = tried.flatMap(({ port, state }) => (state === 'taken' && port ? [port] : []));
    const held = taken.length > 0 ? await holders(taken, signal) : new Map<number, readonly PortHolder[]>();
    return tried.flatMap((each) => lineOf(each, held.get(each.port ?? 0) ?? []));
  },
};

interface Tried {
  readonly part: PartAround;
  readonly port: number | undefined;
  readonly state: TriedPort | 'ours';
}

async function tryOne(part: PartAround): Promise<Tried> {
  const { port: choice, runs } = part;
  return { part, port: choice?.port, state: runs || !choice ? 'ours' : await tryPort(choice) };
}

function lineOf({ part, port, state }: Tried, holders: readonly PortHolder[]): readonly Seen[] {
  if (port === undefined) return [];
  const { name, neighbour } = part;
  const line = { of: name, title: `Port, ${name}` };
  if (state === 'ours') return [{ ...line, state: 'ok', saw: `${port}, where it runs` }];
  if (state === 'free') return [{ ...line, state: 'ok', saw: `${port} is free` }];
  if (state === 'forbidden') {
    const next = `Take one from 1024 on: --port-${name}.`;
    return [{ ...line, state: 'failure', saw: `this user may not listen on ${port}`, next }];
  }
  const saw = `${port} is held by ${holders.map(wordsOf).join(', and by ') || 'a process that is not told'}`;
  if (part.port?.pinned)
    return [{ ...line, state: 'failure', saw, next: `End that program, or name another port: --port-${name}.` }];
  if (neighbour !== undefined) return [{ ...line, state: 'ok', saw: `${saw}, where ${neighbour}` }];
  return [{ ...line, state: 'warning', saw, next: `The next free one is taken. To have ${port}, end that program.` }];
}

function wordsOf({ addresses, pid, name, user }: PortHolder): string {
  const where = `on ${addresses.join(' and ')}`;
  if (pid !== undefined) return `${name ?? 'a process'} (pid ${pid}) ${where}`;
  return `a process that is not told${user === undefined ? '' : `, of user ${user},`} ${where}`;
}
