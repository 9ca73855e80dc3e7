import type { ChildProcess } from 'node:child_process';
import { execa } from 'execa';
import { TutorialError } from '../../src/errors.ts';
import { redact } from '../../src/evidence/redact.ts';
import { withDeadline } from '../wire/deadline.ts';
import { type Order, type PartMessage, partMessageSchema, partMessagesSchema } from './messages.ts';
import type { PartListener, Secrets } from './part.ts';
import { isWithheld } from './withheld.ts';

/** After this long a part that was asked to end is killed. */
const FORCE_KILL_MS = 2_000;
/** A part that has said nothing for so long hangs: one that has much to do says so all the same, between two things it does. */
const LIVES_MS = 5_000;
const STDERR_KEPT = 4_000;
/**
 * A part's garbage is small and dies young. With Node's own choice of heap sizes and threads, the parts of a lab together take 340 MB under load;
 * so they take 270, and answer as many calls a second.
 */
const NODE_OPTIONS = ['--max-semi-space-size=1', '--optimize-for-size', '--v8-pool-size=1'];

/** Which part runs in the process, and who hears of it. */
export interface PartProcessOptions extends PartListener {
  readonly part: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A part that has begun to work. */
export interface StartedPart {
  readonly url: string;
  readonly version: string;
  readonly pid: number;
}

/** A part in a process of its own: loaded as soon as it is there, working once it is started. */
export interface PartProcess {
  /** Undefined where the system started none. */
  readonly pid: number | undefined;
  /**
   * Starts it with the arguments of `serve`, and with what it alone is told, and waits until it says that it is ready.
   * Throws a TutorialError of kind part-unreachable that says why it did not start, or the reason of the signal; the process has ended then.
   */
  start(args: readonly string[], signal: AbortSignal, secrets?: Secrets): Promise<StartedPart>;
  /** Resolves when it ended without being asked to. */
  readonly ended: Promise<TutorialError>;
  /** Whether it still does anything: false where it has ended, or is asked and says nothing for some seconds. Throws the reason of the signal. */
  lives(signal: AbortSignal): Promise<boolean>;
  /** Ends it and waits until it has ended. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Spawns a part. It ends with this process, even by kill -9: its IPC channel closes then. `entry` is the program's own script; the part is its
 * command `standby <part>`.
 */
export function spawnPart(entry: string, { part, env = {}, onLog, onHop, salt }: PartProcessOptions): PartProcess {
  const child = execa(process.execPath, [...NODE_OPTIONS, entry, 'standby', part], {
    env: { ...withheld(), ...env },
    ipc: true,
    serialization: 'json',
    stdin: 'ignore',
    stdout: 'ignore',
    buffer: false,
    reject: false,
    forceKillAfterDelay: FORCE_KILL_MS,
  });
  let stopping = false;
  const lastWords = tail(child);
  const ready = deferred<StartedPart>();
  let pong = deferred<boolean>();
  child.on('message', (raw: unknown) => {
    for (const each of partMessagesSchema.safeParse(raw).data ?? []) {
      const message = partMessageSchema.safeParse(each).data;
      if (message) take(message);
    }
  });
  const take = (message: PartMessage) => {
    switch (message.type) {
      case 'ready':
        return ready.resolve(message);
      case 'failed':
        return ready.reject(didNotStart(part, message.message, message.why, message.next));
      case 'log':
        return onLog(message.text, message.at, message.traceId);
      case 'hop':
        return onHop(message.hop);
      case 'pong':
        pong.resolve(true);
        pong = deferred();
    }
  };
  const exited = child.then(({ exitCode, signal: killedBy, originalMessage }) => {
    const how = killedBy ? `was ended by ${killedBy}` : `ended with exit code ${exitCode ?? originalMessage}`;
    ready.reject(didNotStart(part, `its process ${how}`, lastWords()));
    return hasEnded(part, how, lastWords());
  });
  const stop = async () => {
    stopping = true;
    child.kill('SIGTERM');
    await exited;
  };
  return {
    pid: child.pid,
    start: async (args, signal, secrets = {}) => {
      const onAbort = () => ready.reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        send(child, { type: 'start', args: [...args], salt: salt.reveal(), secrets: revealed(secrets) });
        return await ready.promise;
      } catch (error) {
        await stop();
        throw error;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    lives: (signal) => {
      send(child, { type: 'ping' });
      return withDeadline(LIVES_MS, signal, () => Promise.race([pong.promise, exited.then(() => false)])).catch(() => {
        signal.throwIfAborted();
        return false;
      });
    },
    ended: exited.then((error) => (stopping ? new Promise<never>(() => {}) : error)),
    stop,
  };
}

function revealed(secrets: Secrets): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
}

/** Undefined for each of the variables that a part is not given. */
function withheld(): Record<string, undefined> {
  const names = Object.keys(process.env).filter(isWithheld);
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** A process that is gone already says so by its end. */
function send(child: Pick<ChildProcess, 'connected' | 'send'>, message: Order): void {
  if (child.connected) child.send(message, () => {});
}

/** The end of what the process wrote to its stderr, redacted. */
function tail(child: Pick<ChildProcess, 'stderr'>): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-STDERR_KEPT);
  });
  return () => redact(text.trim()).split('\n').at(-1) ?? '';
}

function didNotStart(
  part: string,
  message: string,
  why = '',
  next = `Try it alone: tutorial-tui serve ${part}`,
): TutorialError {
  return new TutorialError('part-unreachable', `The ${part} server did not start: ${message}`, {
    ...(why && { why }),
    next,
  });
}

function hasEnded(part: string, how: string, why: string): TutorialError {
  return new TutorialError('part-unreachable', `The ${part} server has ended: its process ${how}.`, {
    ...(why && { why }),
  });
}

/** Promise.withResolvers, which Node 20 lacks. */
function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
