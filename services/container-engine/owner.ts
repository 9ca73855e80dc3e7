import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

/** What we write on everything we make in an engine, so that we know it again, and whether whoever made it still lives. */
export const LABEL = {
  session: 'tutorial-tui.session',
  host: 'tutorial-tui.host',
  pid: 'tutorial-tui.pid',
  /** When that process began, so that a number used anew is not taken for it. */
  started: 'tutorial-tui.started',
  keep: 'tutorial-tui.keep',
} as const;

export type Labels = Readonly<Record<string, string>>;

/** Boot times are computed from two clocks; this much apart they are still one boot. */
const SAME_BOOT_SECONDS = 300;

/** The labels that name this process as the owner. */
export function ownerLabels(session: string, keep: boolean): Labels {
  return {
    [LABEL.session]: session,
    [LABEL.host]: hostname(),
    [LABEL.pid]: String(process.pid),
    [LABEL.started]: startMark(process.pid) ?? '',
    [LABEL.keep]: String(keep),
  };
}

/** Whether we made it, on whichever machine. */
export function isOurs(labels: Labels): boolean {
  return labels[LABEL.session] !== undefined;
}

/**
 * Whether the process that made it still lives. One made on another machine that shares the engine counts as alive: nobody here can tell.
 */
export function ownerLives(labels: Labels): boolean {
  if (labels[LABEL.host] !== hostname()) return true;
  const pid = Number(labels[LABEL.pid]);
  if (!Number.isInteger(pid) || pid <= 0 || !processLives(pid)) return false;
  const [then, now] = [labels[LABEL.started] ?? '', startMark(pid)];
  if (then === '' || now === undefined) return true;
  const [bootThen, bootNow] = [Number(then.split('/')[0]), Number(now.split('/')[0])];
  if (Math.abs(bootThen - bootNow) > SAME_BOOT_SECONDS) return false;
  return then.split('/')[1] === now.split('/')[1];
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `<boot, in epoch seconds>/<start of the process in ticks since boot>`; the ticks only where /proc tells them. */
function startMark(pid: number): string | undefined {
  const boot = Math.round(Date.now() / 1000 - uptime());
  if (process.platform !== 'linux') return `${boot}/`;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the start time is the 22nd field, the 20th behind it (proc(5)).
    return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
