import { writeFile } from 'node:fs/promises';
import { printable } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import type { SessionState } from '../lesson/state.ts';
import type { Presenter } from './presenter.ts';
import { type ReceiptFacts, receiptMarkdown } from './receipt.ts';

/** Where the receipt is written, and what it tells beside the session. */
export interface ReceiptFileOptions {
  /** Undefined where there is no folder for it. */
  readonly file: string | undefined;
  readonly facts: Omit<ReceiptFacts, 'to'>;
  readonly stdout: Io['stdout'];
  /** The receipt as it stays on the screen; `file` says where the whole of it is, or why it is nowhere. */
  readonly print: (state: SessionState, facts: ReceiptFacts, file: string) => readonly string[];
}

/** At the end, where something was proved: the receipt in a file, and the short of it on the screen. */
export function receiptFile({ file, facts: begun, stdout, print }: ReceiptFileOptions): Presenter {
  return {
    name: 'receipt',
    tell: () => {},
    finish: async (state) => {
      if (!state.steps.some(({ status }) => status === 'done')) return;
      const facts = { ...begun, to: Date.now() };
      const written = await write(receiptMarkdown(state, facts), file);
      const lines = print(state, facts, written).map((line) => `${printable(line)}\n`);
      stdout.write(lines.join(''));
    },
  };
}

/** Where it is, or why it is nowhere. A full disk costs the file, and not what is seen of it. */
async function write(text: string, file: string | undefined): Promise<string> {
  if (!file) return 'not written: there is no folder for it';
  try {
    await writeFile(file, text, { mode: 0o600 });
    return file;
  } catch (error) {
    return `could not be written: ${(error as Error).message}`;
  }
}
