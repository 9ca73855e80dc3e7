import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { SYNCHRONIZED } from '../../src/guided/painter.ts';
import type { Size } from '../../src/view/view.ts';

export interface TerminalOptions {
  readonly command?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly size?: Size;
}

export interface Exit {
  readonly exitCode: number;
  readonly signal: number | undefined;
}

/** How long a test waits for something to appear before it gives up. */
const PATIENCE_MS = 60_000;

/**
 * A program in a pseudo-terminal, and the screen that a person would see. A pseudo-terminal hands on a frame in pieces; the screen honours
 * synchronized output, so that it never shows, and no test ever reads, half a frame.
 */
export class TestTerminal {
  readonly exited: Promise<Exit>;
  /** Everything that was written, escape codes included. */
  output = '';
  readonly #pty: ReturnType<typeof spawn>;
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #watchers = new Set<() => void>();
  #pending = 0;
  /** What has come of a frame that is not whole yet. */
  #held = '';

  constructor({ command = process.execPath, args, env = {}, size = { columns: 80, rows: 24 } }: TerminalOptions) {
    const { columns: cols, rows } = size;
    this.#screen = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1_000 });
    this.#pty = spawn(command, [...args], {
      cols,
      rows,
      name: env.TERM ?? 'xterm-256color',
      // What a test runner is told about colours and pipelines is not for a program in a terminal.
      env: defined({
        ...process.env,
        CI: undefined,
        FORCE_COLOR: undefined,
        NO_COLOR: undefined,
        COLORTERM: undefined,
        LC_ALL: undefined,
        LC_CTYPE: undefined,
        LANG: undefined,
        ...env,
      }),
    });
    this.#pty.onData((data) => {
      this.output += data;
      const come = this.#held + data;
      const whole = lengthOfWhole(come);
      this.#held = come.slice(whole);
      this.#show(come.slice(0, whole));
    });
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        // Whoever was killed in the middle of a frame ends it no more.
        this.#show(this.#held);
        this.#held = '';
        resolve({ exitCode, signal });
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** The visible rows, without trailing blanks. */
  rows(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true, 0, this.#screen.cols) ?? '',
    );
  }

  text(): string {
    return this.rows().join('\n');
  }

  /** The whole of the normal screen, scrollback included. */
  normalText(): string {
    const { normal } = this.#screen.buffer;
    return Array.from({ length: normal.length }, (_, row) => normal.getLine(row)?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd();
  }

  get onAlternateScreen(): boolean {
    return this.#screen.buffer.active.type === 'alternate';
  }

  get buffer() {
    return this.#screen.buffer.active;
  }

  /** Whether the terminal is as a shell expects it: cursor shown, lines wrapped, normal screen. */
  isSane(): boolean {
    const last = (on: string, off: string) => this.output.lastIndexOf(on) >= this.output.lastIndexOf(off);
    return !this.onAlternateScreen && last('\u001b[?25h', '\u001b[?25l') && last('\u001b[?7h', '\u001b[?7l');
  }

  press(...keys: readonly string[]): void {
    for (const key of keys) this.#pty.write(KEYS[key] ?? key);
  }

  /** Answers the program's question for the background, e.g. `ffff/ffff/ffff`, and waits until it draws in the colours for it. */
  async standsOn(rgb: string): Promise<void> {
    await this.waitFor(() => this.output.includes('\u001b]11;?'));
    this.press(`\u001b]11;rgb:${rgb}\u001b\\`);
    await this.waitFor(() => this.output.includes('\u001b[38;5;'));
    await this.settled();
  }

  /** Presses a key again and again until the screen shows the text: for where nobody knows from when on the key is taken. */
  async pressUntil(key: string, wanted: string): Promise<void> {
    const again = setInterval(() => this.press(key), 200);
    try {
      await this.waitFor(wanted);
    } finally {
      clearInterval(again);
    }
  }

  resize({ columns, rows }: Size): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.#pty.pid, signal);
  }

  /** Takes the terminal away, as when its window is closed. */
  hangUp(): void {
    (this.#pty as unknown as { destroy(): void }).destroy();
  }

  /** Stops reading, as a slow or stuck terminal does; until resume(). */
  pause(): void {
    this.#pty.pause();
  }

  resume(): void {
    this.#pty.resume();
  }

  /** Waits until the screen shows the text. Throws with the screen in its message. */
  async waitFor(wanted: string | RegExp | (() => boolean), patience = PATIENCE_MS): Promise<void> {
    const seen = () =>
      typeof wanted === 'function'
        ? wanted()
        : typeof wanted === 'string'
          ? this.text().includes(wanted)
          : wanted.test(this.text());
    await new Promise<void>((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const look = () => {
        if (seen()) finish();
      };
      const timer = setTimeout(() => finish(new Error(`not seen: ${String(wanted)}\n${this.text()}`)), patience);
      this.#watchers.add(look);
      look();
    });
  }

  /** Waits until everything that was written so far is on the screen. */
  async settled(): Promise<void> {
    await this.waitFor(() => this.#pending === 0 && this.#held === '');
  }

  /** Ends the program, whatever it does, and waits until it has. */
  async end(): Promise<Exit> {
    try {
      process.kill(this.#pty.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    const exit = await this.exited;
    this.#screen.dispose();
    return exit;
  }

  /** Puts text on the screen, all of it at once. */
  #show(text: string): void {
    this.#pending += 1;
    this.#screen.write(text, () => {
      this.#pending -= 1;
      this.#tell();
    });
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** How much of what has come can be shown: all of it, but for a frame, or the mark that begins one, whose end is still to come. */
function lengthOfWhole(come: string): number {
  const begun = come.lastIndexOf(SYNCHRONIZED.begin);
  if (begun > come.lastIndexOf(SYNCHRONIZED.end)) return begun;
  const last = come.lastIndexOf('\u001b');
  return last >= 0 && SYNCHRONIZED.begin.startsWith(come.slice(last)) ? last : come.length;
}

/** The variables that have a value: a pseudo-terminal would pass the others on as `undefined`. */
function defined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Keys by the names that the program gives them. */
export const KEYS: Readonly<Record<string, string>> = {
  return: '\r',
  escape: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  tab: '\t',
  'shift-tab': '\u001b[Z',
  backspace: '\u007f',
  'ctrl-c': '\u0003',
  'ctrl-d': '\u0004',
  'ctrl-u': '\u0015',
};
