import { execFile } from 'node:child_process';
import { type Listener, listenersIn, readLsof, readNetstat } from './port-holders/listener.ts';
import { processesOf } from './port-holders/proc.ts';

/** A process that listens on a port, as far as the system tells this user. */
export interface PortHolder {
  /** Where it listens: `127.0.0.1`, `::`. */
  readonly addresses: readonly string[];
  /** Its number and name; undefined where they are not told. */
  readonly pid?: number | undefined;
  readonly name?: string | undefined;
  /** Whose it is, where only that is told: a name or a number. */
  readonly user?: string | undefined;
}

/** Milliseconds. */
const COMMAND_MS = 2_000;

/** Who listens on these TCP ports of this machine, by port; nobody where the system does not tell. Throws the reason of the signal. */
export async function holdersOf(
  ports: readonly number[],
  { platform, proc }: { readonly platform: NodeJS.Platform; readonly proc: string },
  signal: AbortSignal,
): Promise<ReadonlyMap<number, readonly PortHolder[]>> {
  const listeners = await listenersOf(ports, { platform, proc }, signal);
  return new Map(ports.map((port) => [port, together(listeners.filter((each) => each.port === port))]));
}

async function listenersOf(
  ports: readonly number[],
  { platform, proc }: { readonly platform: NodeJS.Platform; readonly proc: string },
  signal: AbortSignal,
): Promise<readonly Listener[]> {
  if (platform === 'linux') return processesOf(await listenersIn(proc, ports), proc, signal);
  const [command, args, read] =
    platform === 'win32'
      ? (['netstat', ['-ano'], readNetstat] as const)
      : (['lsof', ['-nP', `-iTCP:${ports.join(',')}`, '-sTCP:LISTEN', '-Fpcn'], readLsof] as const);
  return read(await outputOf(command, args, signal), ports);
}

/** One holder for each process, with all its addresses. */
function together(listeners: readonly Listener[]): readonly PortHolder[] {
  const byProcess = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const key = String(listener.pid ?? `of ${listener.user}`);
    byProcess.set(key, [...(byProcess.get(key) ?? []), listener]);
  }
  return [...byProcess.values()].map((all) => ({
    addresses: [...new Set(all.map(({ address }) => address))],
    pid: all[0]?.pid,
    name: all[0]?.name,
    user: all[0]?.user,
  }));
}

/** What a command of the system prints; nothing where there is none, or it fails. */
function outputOf(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { signal, timeout: COMMAND_MS, windowsHide: true }, (_, stdout) => resolve(stdout ?? ''));
  });
}
