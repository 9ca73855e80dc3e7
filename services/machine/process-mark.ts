import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

/** What tells one process from every other, before and after it. No clock is asked: clocks are set, and machines sleep. */
export const processMarkSchema = z.object({
  /** The machine: its name, and its id where it has one. */
  machine: z.string(),
  /** The machine's start (Linux, boot_id in random(4)); empty where the system has no name for it. */
  boot: z.string(),
  /** The PID namespace in which the number holds (pid_namespaces(7)); empty where there are none. */
  space: z.string(),
  pid: z.int().positive(),
  /** When it began: ticks since boot on Linux, date and time elsewhere, empty on Windows. */
  began: z.string(),
});
/** A process that can be told from every other one, before and after it, on this machine and its next boots. */
export type ProcessMark = Readonly<z.infer<typeof processMarkSchema>>;

/** What can be seen of processes from here. */
export interface Watchtower {
  readonly machine: string;
  readonly boot: string;
  readonly space: string;
  /** When the process with this number began; undefined where there is none, empty where the system does not tell. */
  readonly beganAt: (pid: number) => string | undefined;
}

/** The mark of this process. */
export function processMark(from: Watchtower = watchtower()): ProcessMark {
  return markOfProcess(process.pid, from);
}

/** The mark of the process that has this number now. */
export function markOfProcess(pid: number, from: Watchtower = watchtower()): ProcessMark {
  const { machine, boot, space, beganAt } = from;
  return { machine, boot, space, pid, began: beganAt(pid) ?? '' };
}

/**
 * Whether the process still lives. Where nobody here can tell (another machine, another PID namespace, Windows with a number used anew),
 * it counts as alive: what belongs to it is left alone then.
 */
export function isAlive(mark: ProcessMark, from: Watchtower = watchtower()): boolean {
  if (mark.machine !== from.machine) return true;
  if (mark.boot !== from.boot) return false;
  if (mark.space !== from.space) return true;
  const began = from.beganAt(mark.pid);
  if (began === undefined) return false;
  return began === '' || mark.began === '' || began === mark.began;
}

/**
 * Whether it is certain that this very process lives, and that this number means it here: what may be sent a signal. Never on Windows, where
 * nothing tells a number that was used anew.
 */
export function isSurelyAlive(mark: ProcessMark, from: Watchtower = watchtower()): boolean {
  const isHere = mark.machine === from.machine && mark.boot === from.boot && mark.space === from.space;
  return isHere && mark.began !== '' && from.beganAt(mark.pid) === mark.began;
}

/** This machine, as this process sees it. */
export function watchtower(platform: NodeJS.Platform = process.platform): Watchtower {
  const linux = platform === 'linux';
  const machineId = linux ? read('/etc/machine-id') : '';
  return {
    machine: [hostname(), machineId].filter((word) => word !== '').join(' '),
    boot: linux ? read('/proc/sys/kernel/random/boot_id') : '',
    space: linux ? link('/proc/self/ns/pid') : '',
    beganAt: (pid) => {
      if (!isRunning(pid)) return undefined;
      if (platform === 'win32') return '';
      return linux ? ticksOf(pid) : dateOf(pid);
    },
  };
}

/** Whether a process has this number now, anybody's. A number alone is no mark: it may be used anew. */
export function isRunning(pid: number): boolean {
  // To the system, 0 and negative numbers are groups of processes.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** From proc(5), the 22nd field. The name in parentheses may hold anything: the fields are counted behind it. A zombie has ended. */
function ticksOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return fields[18] ?? '';
}

/** From ps(1) of macOS and the BSDs. The zone and the language of whoever asks must not change the answer. */
function dateOf(pid: number): string {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: 2_000,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  });
  return (stdout ?? '').trim();
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
