import { holdersOf, type PortHolder } from '../../machine/port-holders.ts';
import { tryPort } from '../../wire/try-port.ts';
import type { Around, PartAround } from '../around.ts';
import type { ConditionRow, Seen } from '../condition-row.ts';

/** The port of each part, and who holds it. */
export const portCondition: ConditionRow = {
  id: 'port',
  title: 'Port',
  about:
    'The port of each part, on 127.0.0.1 and on ::1: whether it is free and, where it is taken, which process holds it, as far as the system tells this user (proc(5) on Linux, `lsof` on macOS, `netstat` on Windows).',
  wayOut:
    'Nothing has to be done: the next free port is taken, and the lesson names it. To have the port of the tutorial, end the program that holds it. One that `--port-…` pins has to be free.',
  neededBy: 'lab',
  look: async (around: Pick<Around, 'parts' | 'platform' | 'proc'>, signal) => {
    const lines = around.parts.map((part) => lineOf(part, around, signal));
    return (await Promise.all(lines)).flat();
  },
};

async function lineOf(
  { name, port: choice, runs, neighbour }: PartAround,
  around: Pick<Around, 'platform' | 'proc'>,
  signal: AbortSignal,
): Promise<readonly Seen[]> {
  if (!choice) return [];
  const { port, pinned } = choice;
  const line = { of: name, title: `Port, ${name}` };
  if (runs) return [{ ...line, state: 'ok', saw: `${port}, where it runs` }];
  const tried = await tryPort(choice);
  if (tried === 'free') return [{ ...line, state: 'ok', saw: `${port} is free` }];
  if (tried === 'forbidden') {
    const next = `Take one from 1024 on: --port-${name}.`;
    return [{ ...line, state: 'failure', saw: `this user may not listen on ${port}`, next }];
  }
  const holders = await holdersOf(port, around, signal);
  const saw = `${port} is held by ${holders.map(wordsOf).join(', and by ') || 'a process that is not told'}`;
  if (pinned)
    return [{ ...line, state: 'failure', saw, next: `End that program, or name another port: --port-${name}.` }];
  if (neighbour !== undefined) return [{ ...line, state: 'ok', saw: `${saw}: where ${neighbour} is` }];
  const next = `The lesson takes the next free one, and names it. To have ${port}, end that program.`;
  return [{ ...line, state: 'warning', saw, next }];
}

function wordsOf({ addresses, pid, name, user }: PortHolder): string {
  const where = `on ${addresses.join(' and ')}`;
  if (pid !== undefined) return `${name ?? 'a process'} (pid ${pid}) ${where}`;
  return `a process that is not told${user === undefined ? '' : `, of user ${user},`} ${where}`;
}
