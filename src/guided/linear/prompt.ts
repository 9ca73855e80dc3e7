import { createInterface, type Interface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { printableLine } from '../../evidence/printable.ts';
import type { Input, Output } from '../../io.ts';
import { keysOf } from '../../view/typed-text.ts';
import { stopGroup } from '../suspend.ts';

/** Asks for lines, which the terminal itself lets edit, and for keys. Nothing is redrawn. */
export interface Prompt {
  /** What was typed, without blanks around it. Rejects when there is no more input, or when it is closed. */
  ask(question: string): Promise<string>;
  /** Passes on each key by its name, until `take` says that it has enough; the terminal shows nothing of them. Rejects as above. */
  askKeys(question: string, take: (key: string) => boolean): Promise<void>;
  /** Stops the program until the shell continues it, where it is asking for keys; elsewhere the terminal does. */
  suspend(): void;
  /** Ends a question that is open, and every later one. */
  close(): void;
}

type Keyboard = Input & { setRawMode?: (raw: boolean) => unknown };

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

/** Asks on `stdout` and reads lines from `stdin`. To be closed, or the terminal stays as readline has set it. */
export function openPrompt(stdin: Keyboard, stdout: Output, stop = stopGroup): Prompt {
  /** Lines that were typed ahead. */
  const typed: string[] = [];
  let waiting: Waiting | undefined;
  let over: Error | undefined;
  let lines: Interface | undefined;

  const end = (error: Error) => {
    over ??= error;
    waiting?.reject(over);
    waiting = undefined;
  };
  const onEnd = () => end(new Error('there is no more input'));
  const listen = () => {
    if (lines) return;
    lines = createInterface({ input: stdin, terminal: false });
    lines.on('line', (line) => {
      if (waiting) waiting.resolve(line);
      else typed.push(line);
      waiting = undefined;
    });
    lines.once('close', onEnd);
  };
  /** Leaves the keyboard to somebody else. */
  const deafen = () => {
    // Not every listener: readline's own ones let go of the keyboard.
    lines?.off('close', onEnd);
    lines?.close();
    lines = undefined;
  };
  return {
    ask: (question) => {
      stdout.write(printableLine(question));
      listen();
      return new Promise<string>((resolve, reject) => {
        const line = typed.shift();
        if (line !== undefined) resolve(line.trim());
        else if (over) reject(over);
        else waiting = { resolve: (text) => resolve(text.trim()), reject };
      });
    },
    askKeys: async (question, take) => {
      deafen();
      const taken = readKeys(stdin, take, (reject) => {
        waiting = { resolve: () => {}, reject };
      });
      // Only now: what is typed at the sight of it must not be shown.
      stdout.write(printableLine(question));
      await taken;
      waiting = undefined;
      stdout.write('\n');
    },
    suspend: () => {
      stdin.setRawMode?.(false);
      stop();
      takeKeys(stdin);
    },
    close: () => {
      end(new Error('closed'));
      deafen();
      stdin.pause();
    },
  };
}

/** A shell sets the terminal as it wants it; Node believes that nothing has changed since, and would leave it so. */
function takeKeys(stdin: Keyboard): void {
  stdin.setRawMode?.(false);
  stdin.setRawMode?.(true);
}

/** Reads keys until `take` has enough; what came with the last one is dropped. */
function readKeys(
  stdin: Keyboard,
  take: (key: string) => boolean,
  onReject: (reject: (error: Error) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder();
    const onContinued = () => takeKeys(stdin);
    const finish = (settle: () => void) => {
      process.off('SIGCONT', onContinued);
      stdin.off('data', onData);
      stdin.setRawMode?.(false);
      stdin.pause();
      settle();
    };
    const onData = (chunk: Buffer | string) => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
      // A key that sends a sequence (an arrow) is none that could be typed.
      if (keysOf(stripVTControlCharacters(text)).some(take)) finish(resolve);
    };
    onReject((error) => finish(() => reject(error)));
    process.on('SIGCONT', onContinued);
    takeKeys(stdin);
    stdin.on('data', onData);
    stdin.resume();
  });
}
