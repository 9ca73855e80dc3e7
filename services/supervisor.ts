import { execa } from 'execa';
import { TutorialError } from '../src/errors.ts';
import type { Hop } from './evidence.ts';
import { type PartMessage, partMessageSchema } from './part-messages.ts';
import type { PartName } from './part-names.ts';
import { redact } from './redact.ts';

/** After this long a part that was asked to end is killed. */
const FORCE_KILL_MS = 2_000;
const STDERR_KEPT = 4_000;

export interface PartProcessOptions {
  part: PartName;
  /** The program's own script; the part is its command `serve <part>`. */
  entry: string;
  args: readonly string[];
  /** Added to the environment of this process. */
  env?: Readonly<Record<string, string>>;
  signal: AbortSignal;
  onLog: (text: string, at: number, traceId: string | undefined) => void;
  onHop: (hop: Hop) => void;
}

/** A part in a process of its own. */
export interface PartProcess {
  readonly url: string;
  readonly version: string;
  readonly pid: number;
  /** Resolves when it ended without being asked to. */
  readonly ended: Promise<TutorialError>;
  /** Ends it and waits until it has ended. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a part and waits until it says that it is ready. It ends with this process, even by kill -9: its IPC channel closes then.
 * Throws a TutorialError of kind part-unreachable that says why it did not start.
 */
export async function startPart(options: PartProcessOptions): Promise<PartProcess> {
  const { part, entry, args, env = {}, signal } = options;
  signal.throwIfAborted();
  const child = execa(process.execPath, [entry, 'serve', part, ...args], {
    env,
    ipc: true,
    serialization: 'json',
    stdin: 'ignore',
    stdout: 'ignore',
    buffer: false,
    reject: false,
    forceKillAfterDelay: FORCE_KILL_MS,
  });
  let stopping = false;
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });

  const ready = deferred<Extract<PartMessage, { type: 'ready' }>>();
  child.on('message', (raw: unknown) => {
    const parsed = partMessageSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.type === 'ready') ready.resolve(message);
    else if (message.type === 'log') options.onLog(message.text, message.at, message.traceId);
    else if (message.type === 'hop') options.onHop(message.hop);
    else ready.reject(didNotStart(part, message.message));
  });
  const exited = child.then(({ exitCode, signal: killedBy, originalMessage }) => {
    const how = killedBy ? `was ended by ${killedBy}` : `ended with exit code ${exitCode ?? originalMessage}`;
    const error = didNotStart(part, `its process ${how}`, redact(stderr.trim()));
    ready.reject(error);
    return error;
  });
  const endedUnasked = exited.then((error) => (stopping ? new Promise<never>(() => {}) : error));
  const stop = async () => {
    stopping = true;
    child.kill('SIGTERM');
    await exited;
  };
  const onAbort = () => ready.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const { url, version, pid } = await ready.promise;
    return { url, version, pid, stop, ended: endedUnasked };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function didNotStart(part: PartName, message: string, stderr = ''): TutorialError {
  const lastLine = stderr.split('\n').at(-1);
  return new TutorialError('part-unreachable', `The ${part} server did not start: ${message}`, {
    ...(lastLine && { why: lastLine }),
    next: `Try it alone: tutorial-tui serve ${part}`,
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
