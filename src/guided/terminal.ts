/** The terminal, and all that is peculiar to Ink 6: full screen, window size and output are its business alone. */
import { EventEmitter } from 'node:events';
import type { Output } from '../io.ts';
import type { Background, Size } from '../view/view.ts';
import { ASK_BACKGROUND, backgroundOf, canBeAsked } from './background.ts';
import { PASTE } from './input-splitter.ts';
import { openKeyboard, type RawInput } from './keyboard.ts';
import { CSI, Painter, PLAIN, SYNCHRONIZED } from './painter.ts';
import { stopGroup } from './suspend.ts';
import { terminalSize } from './terminal-size.ts';

/** What Ink is given instead of standard output: it keeps nothing and hands each frame to the painter. */
export interface Canvas extends EventEmitter {
  readonly isTTY: true;
  readonly columns: number;
  readonly rows: number;
  write(frame: string): boolean;
}

/** The terminal while the walkthrough has it: what is painted, what is typed, and the way back. */
export interface Terminal {
  readonly canvas: Canvas;
  /** The keys, for Ink. */
  readonly keys: NodeJS.ReadableStream;
  /** Is told text that was pasted, which is never among the keys. */
  onPaste(listener: (text: string) => void): void;
  size(): Size;
  onResize(listener: () => void): () => void;
  /** Writes a control sequence that moves nothing, e.g. one that sets the clipboard. */
  control(sequence: string): void;
  /** Is told what text stands on, once the terminal has said it. */
  onBackground(listener: (background: Background) => void): void;
  /** Gives the terminal back, stops with all that was started with it (Ctrl-Z), and takes it again when the shell continues it. */
  suspend(): void;
  /** Gives the terminal back as it was. Safe to call at any time and more than once. */
  restore(): void;
}

/** The terminal, and how it is to be used. */
export interface TerminalOptions {
  readonly stdin: RawInput;
  /** Stops the process; for tests another way. */
  readonly stop?: () => void;
  readonly stdout: Output & { writableNeedDrain?: boolean };
  /** Stays on the normal screen. */
  readonly inline: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

const ALTERNATE_SCREEN = { on: `${CSI}?1049h`, off: `${CSI}?1049l` };
const CURSOR = { hide: `${CSI}?25l`, show: `${CSI}?25h` };
const WRAP = { off: `${CSI}?7l`, on: `${CSI}?7h` };
const HOME_AND_CLEAR = `${CSI}H${CSI}0J`;

/** What Ink and chalk read when they are loaded: neither knows NO_COLOR, and a DEV that is not meant for Ink makes it look for its devtools. */
export function prepareEnvironment(env: NodeJS.ProcessEnv): void {
  if (env.NO_COLOR) env.FORCE_COLOR = '0';
  delete env.DEV;
}

/** Takes the terminal. It is given back by restore(), and at the latest when the process ends, however that comes. */
export function openTerminal({ stdin, stdout, inline, env = {}, stop = stopGroup }: TerminalOptions): Terminal {
  let open = true;

  const size = () => terminalSize(stdout);

  const painter = new Painter(stdout, () => size().rows);
  const onResize = () => {
    if (open) painter.repaint(HOME_AND_CLEAR);
  };

  const canvas = Object.assign(new EventEmitter(), {
    isTTY: true as const,
    columns: 0,
    rows: 0,
    write: (frame: string) => {
      painter.paint(frame);
      return true;
    },
  });
  Object.defineProperties(canvas, {
    columns: { get: () => size().columns },
    rows: { get: () => size().rows },
  });

  /** Takes the keyboard, and says what makes the screen ours and empty. */
  const take = (): string => {
    // Before anything is shown: what is typed at once must not be echoed into the frame.
    stdin.setRawMode?.(true);
    // On the normal screen, what stands there is moved up into the scrollback first.
    const room = inline ? '\n'.repeat(size().rows) : ALTERNATE_SCREEN.on;
    return room + PASTE.on + CURSOR.hide + WRAP.off + HOME_AND_CLEAR;
  };
  const giveBack = () => {
    try {
      if (stdin.isRaw) stdin.setRawMode?.(false);
      const below = inline ? `${CSI}${size().rows};1H\n` : ALTERNATE_SCREEN.off;
      stdout.write(SYNCHRONIZED.end + PLAIN + PASTE.off + WRAP.on + CURSOR.show + below);
    } catch {
      // The terminal is gone; there is nothing left to give back.
    }
  };
  const takeAgain = () => {
    if (!open) return;
    // A shell sets the terminal as it wants it; Node believes that nothing has changed since, and would leave it so.
    stdin.setRawMode?.(false);
    painter.repaint(take());
  };
  const restore = () => {
    if (!open) return;
    open = false;
    painter.close();
    process.off('exit', restore);
    process.off('uncaughtExceptionMonitor', restore);
    process.off('SIGCONT', takeAgain);
    stdout.off('resize', onResize);
    keyboard.close();
    giveBack();
  };
  process.once('exit', restore);
  process.once('uncaughtExceptionMonitor', restore);
  // Stopped and continued from outside: whatever the shell wrote meanwhile is painted over.
  process.on('SIGCONT', takeAgain);
  stdout.on('resize', onResize);
  stdout.write(take());
  const keyboard = openKeyboard(stdin);
  let background: Background = 'unknown';
  let onBackground: (background: Background) => void = () => {};
  keyboard.onAnswer((answer) => {
    background = backgroundOf(answer);
    onBackground(background);
  });
  if (canBeAsked(env)) stdout.write(ASK_BACKGROUND);

  return {
    canvas,
    keys: keyboard.keys,
    onPaste: keyboard.onPaste,
    onBackground: (listener) => {
      onBackground = listener;
      listener(background);
    },
    suspend: () => {
      if (!open) return;
      giveBack();
      // Told by the signal as well, it would let go of the keys once more, for an instant in which the terminal shows them.
      process.off('SIGCONT', takeAgain);
      stop();
      process.on('SIGCONT', takeAgain);
      // Where nothing can stop it (no shell that would continue it), it goes on at once.
      takeAgain();
    },
    size,
    onResize: (listener) => {
      stdout.on('resize', listener);
      return () => stdout.off('resize', listener);
    },
    control: (sequence) => {
      if (open) stdout.write(sequence);
    },
    restore,
  };
}
