import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Input } from '../io.ts';
import { InputSplitter, type Piece } from './input-splitter.ts';

/** What the keys come from; Node's terminal input, or a test's. */
export type RawInput = Input & {
  isRaw?: boolean;
  setRawMode?: (raw: boolean) => unknown;
  ref?: () => unknown;
  unref?: () => unknown;
};

/** What a terminal sends, taken apart: keys, pasted text, and its answers to questions. */
export interface Keyboard {
  /** The keys, as Ink reads them: pasted text is not among them. */
  readonly keys: PassThrough;
  onPaste(listener: (text: string) => void): void;
  /** Is told what the terminal answers to a question (OSC), without its frame. */
  onAnswer(listener: (text: string) => void): void;
  close(): void;
}

/** The rest of an escape sequence comes at once, if at all; that of an answer may be another packet of the network's. */
const SEQUENCE_MS = 20;
const ANSWER_MS = 500;

/** Takes the input of a terminal apart: a paste is text, and must not be obeyed as keys. */
export function openKeyboard(stdin: RawInput): Keyboard {
  const splitter = new InputSplitter();
  const decoder = new StringDecoder();
  let onPaste: (text: string) => void = () => {};
  let onAnswer: (text: string) => void = () => {};
  let timer: NodeJS.Timeout | undefined;
  const take = (pieces: readonly Piece[]) => {
    for (const piece of pieces) {
      if ('keys' in piece) keys.write(piece.keys);
      else if ('pasted' in piece) onPaste(piece.pasted);
      else onAnswer(piece.answer);
    }
  };
  const onData = (chunk: Buffer | string) => {
    clearTimeout(timer);
    take(splitter.push(typeof chunk === 'string' ? chunk : decoder.write(chunk)));
    if (splitter.holdsKeys)
      timer = setTimeout(() => take(splitter.flush()), splitter.awaitsAnswer ? ANSWER_MS : SEQUENCE_MS);
  };
  // To Ink this is the terminal; it switches raw mode, which the screen has done already, and says when it wants no more.
  const keys = Object.assign(new PassThrough(), {
    isTTY: true as const,
    setRawMode: () => keys,
    ref: () => keys,
    unref: () => keys,
  });
  stdin.on('data', onData);
  return {
    keys,
    onPaste: (listener) => {
      onPaste = listener;
    },
    onAnswer: (listener) => {
      onAnswer = listener;
    },
    close: () => {
      clearTimeout(timer);
      stdin.off('data', onData);
      stdin.pause();
      stdin.unref?.();
    },
  };
}
