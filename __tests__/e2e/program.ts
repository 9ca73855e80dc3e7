import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type SessionEvent, sessionEventSchema } from '../../src/lesson/events.ts';
import { type Home, makeHome } from './home.ts';

/** The built program. `npm test` builds it; a test file run alone needs `npm run build` first. */
export const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

export interface StartOptions {
  /** Added to the variables of this process, without those that would change what is tested. */
  env?: Readonly<Record<string, string>>;
  /** Several programs may share one; without it, each gets its own, which goes when it is cleared away. */
  home?: Home;
  /** With an IPC channel, as the supervisor starts a part. */
  ipc?: boolean;
  /** The folder that it runs in; that of the tests without it. */
  cwd?: string;
  /** What the command is prefixed with, e.g. to run on another machine. */
  within?: readonly string[];
  /** Written to standard input, which is closed then; without it there is none. */
  input?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const NOT_INHERITED = [
  'USER_NAME',
  'USER_PASSWORD',
  'ACCESS_TOKEN',
  'NO_COLOR',
  'FORCE_COLOR',
  'LC_ALL',
  'LC_CTYPE',
  'LANG',
  'COLUMNS',
  'CI',
  'GITHUB_ACTIONS',
  'GITHUB_STEP_SUMMARY',
  'GITLAB_CI',
  'DOCKER_HOST',
];

/** What was started and not yet cleared away. */
const started = new Set<Program>();

/** The program as a process: what it printed so far, what it will print, how it ends. */
export class Program {
  readonly home: Home;
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #ownHome: boolean;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], { env = {}, home, ipc = false, cwd, within = [], input }: StartOptions = {}) {
    this.#ownHome = home === undefined;
    this.home = home ?? makeHome();
    const [command = '', ...words] = [...within, process.execPath, BIN, ...args];
    this.child = spawn(command, words, {
      cwd,
      env: { ...inherited(), ...this.home.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    });
    this.child.stdin?.end(input);
    for (const name of ['stdout', 'stderr'] as const) {
      this.child[name]?.setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        this.child.emit('output');
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      // With an IPC channel that this side closed there is no `close`.
      this.child.once(ipc ? 'exit' : 'close', (code, signal) => resolve({ code, signal }));
    });
    started.add(this);
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('the program did not start');
    return pid;
  }

  /** The events of --json so far. Throws where a line is none. */
  events(): readonly SessionEvent[] {
    const complete = this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1);
    return complete
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => sessionEventSchema.parse(JSON.parse(line)));
  }

  /** Waits until `found` gives something. Rejects with all output where the program ends first. */
  until<T>(found: (program: Program) => T | undefined | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        try {
          const result = found(this);
          if (result === undefined || result === false) return false;
          resolve(result);
        } catch (error) {
          reject(error);
        }
        this.child.off('output', look);
        return true;
      };
      this.child.on('output', look);
      if (look()) return;
      this.child.once('close', (code) => {
        if (!look()) reject(new Error(`ended with ${code} before it was seen\n${this.stdout}\n${this.stderr}`));
      });
    });
  }

  /** Waits until stdout or stderr holds such a text. */
  sees(text: RegExp): Promise<RegExpExecArray> {
    return this.until(() => text.exec(this.stdout) ?? text.exec(this.stderr) ?? undefined);
  }

  /** Waits for the event of --json. */
  event<T extends SessionEvent['type']>(
    type: T,
    fits: (event: Extract<SessionEvent, { type: T }>) => boolean = () => true,
  ): Promise<Extract<SessionEvent, { type: T }>> {
    const isIt = (event: SessionEvent): event is Extract<SessionEvent, { type: T }> =>
      event.type === type && fits(event as Extract<SessionEvent, { type: T }>);
    return this.until(() => this.events().find(isIt));
  }

  kill(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Ends it, if it has not, and removes its home. */
  async clear(): Promise<void> {
    started.delete(this);
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.ended;
    if (this.#ownHome) this.home.remove();
  }
}

/** Starts the program. */
export function start(args: readonly string[], options?: StartOptions): Program {
  return new Program(args, options);
}

/** Runs the program to its end. */
export async function run(args: readonly string[], options?: StartOptions): Promise<Program & Ended> {
  const program = new Program(args, options);
  return Object.assign(program, await program.ended);
}

/** For afterEach: clears away whatever a test started. */
export async function clearAll(): Promise<void> {
  await Promise.all([...started].map((program) => program.clear()));
}

function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !NOT_INHERITED.includes(name) && !/^(?:npm_|TUTORIAL_TUI_)/.test(name),
    ),
  );
}
