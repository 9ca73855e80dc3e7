import { createInterface, type Interface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { printableLine } from '../../evidence/printable.ts';
import type { Input, Output } from '../../io.ts';
import { keysOf } from '../../view/typed-text.ts';
import { stopGroup } from '../suspend.ts';

/** Takes the keys that a question is answered with. */
export interface KeyTaker {
  /** The question has been asked, for the first time or again: what was typed before is no answer any more, as a terminal lets go of a line. */
  asked(): void;
  /** Takes a key by its name, and says whether that is enough. */
  take(key: string): 'enough' | 'more' | 'ask again';
}

/** Asks for lines, which the terminal itself lets edit, and for keys. Nothing is redrawn; what is open when the shell continues the program is asked again. */
export interface Prompt {
  /** What was typed, without blanks around it. Rejects when there is no more input, or when it is closed. */
  ask(question: string): Promise<string>;
  /** Passes on each key until that is enough; the terminal shows nothing of them. Rejects as above. */
  askKeys(question: string, taker: KeyTaker): Promise<void>;
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
  /** Asks what is open once more, and takes the terminal for it again. */
  let askAgain: (() => void) | undefined;
  const onContinued = () => askAgain?.();
  process.on('SIGCONT', onContinued);

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
      askAgain = undefined;
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
      askAgain = () => void stdout.write(printableLine(question));
      askAgain();
      listen();
      return new Promise<string>((resolve, reject) => {
        const line = typed.shift();
        if (line !== undefined) resolve(line.trim());
        else if (over) reject(over);
        else waiting = { resolve: (text) => resolve(text.trim()), reject };
      });
    },
    askKeys: async (question, { asked, take }) => {
      deafen();
      const put = () => {
        stdout.write(printableLine(question));
        asked();
      };
      const takeAll = (key: string) => {
        const taken = take(key);
        if (taken === 'ask again') put();
        return taken === 'enough';
      };
      const taken = readKeys(stdin, takeAll, (reject) => {
        waiting = { resolve: () => {}, reject };
      });
      // Each time only when the keys are taken: what is typed at the sight of it must not be shown.
      put();
      askAgain = () => {
        takeKeys(stdin);
        put();
      };
      await taken;
      waiting = undefined;
      askAgain = undefined;
      stdout.write('\n');
    },
    suspend: () => {
      stdin.setRawMode?.(false);
      // Whoever comes back from there takes the keys again. Told by the signal as well, it would let go of them once more, for an instant in which they show.
      process.off('SIGCONT', onContinued);
      stop();
      process.on('SIGCONT', onContinued);
      onContinued();
    },
    close: () => {
      askAgain = undefined;
      process.off('SIGCONT', onContinued);
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
    const finish = (settle: () => void) => {
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
    takeKeys(stdin);
    stdin.on('data', onData);
    stdin.resume();
  });
}
