import { createInterface, type Interface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';
import { printableLine } from '../../evidence/printable.ts';
import type { Input, Output } from '../../io.ts';

/** Asks for lines. The terminal does the editing; nothing is redrawn. */
export interface Prompt {
  /** What was typed, without blanks around it. Rejects when there is no more input, or when it is closed. */
  ask(question: string): Promise<string>;
  /** The same, and the terminal shows nothing of it. */
  askHidden(question: string): Promise<string>;
  /** Ends a question that is open, and every later one. */
  close(): void;
}

type Keyboard = Input & { setRawMode?: (raw: boolean) => unknown };

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

const INTERRUPT = '\u0003';
const ERASE = ['\u0008', '\u007f'];
const ENTER = ['\r', '\n'];

/** Asks on `stdout` and reads lines from `stdin`. To be closed, or the terminal stays as readline has set it. */
export function openPrompt(stdin: Keyboard, stdout: Output): Prompt {
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
    askHidden: async (question) => {
      deafen();
      const typedText = hidden(stdin, (reject) => {
        waiting = { resolve: () => {}, reject };
      });
      // Only now: what is typed at the sight of it must not be shown.
      stdout.write(printableLine(question));
      const answer = await typedText;
      waiting = undefined;
      stdout.write('\n');
      return answer;
    },
    close: () => {
      end(new Error('closed'));
      deafen();
      stdin.pause();
    },
  };
}

/** Reads to the end of the line without echo. */
function hidden(stdin: Keyboard, onReject: (reject: (error: Error) => void) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder();
    let text = '';
    const finish = (settle: () => void) => {
      stdin.off('data', onData);
      stdin.setRawMode?.(false);
      stdin.pause();
      settle();
    };
    const onData = (chunk: Buffer | string) => {
      for (const character of typeof chunk === 'string' ? chunk : decoder.write(chunk)) {
        if (ENTER.includes(character)) return finish(() => resolve(text));
        // Without the terminal's own handling of it, the interrupt comes as a character.
        if (character === INTERRUPT) return finish(() => reject(new Error('interrupted')));
        text = ERASE.includes(character) ? [...text].slice(0, -1).join('') : text + character;
      }
    };
    onReject((error) => finish(() => reject(error)));
    stdin.setRawMode?.(true);
    stdin.on('data', onData);
    stdin.resume();
  });
}
