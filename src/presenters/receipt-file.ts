import { writeFile } from 'node:fs/promises';
import { printable } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import type { ShownChapter } from '../lesson/chapter.ts';
import type { SessionState } from '../lesson/state.ts';
import { FORMATS } from '../report/formats.ts';
import { reportOfSession } from '../report/of-session.ts';
import type { Presenter } from './presenter.ts';

/** Where the receipt is written, and of which course it tells. */
export interface ReceiptFileOptions {
  /** Undefined where there is no folder for it. */
  readonly file: string | undefined;
  readonly course: readonly ShownChapter[];
  readonly stdout: Io['stdout'];
  /** The receipt as it stays on the screen; `file` says where the whole of it is, or why it is nowhere. */
  readonly print: (state: SessionState, course: readonly ShownChapter[], file: string) => readonly string[];
}

/** At the end, where something was proved: the receipt in a file, which is the Markdown report, and the short of it on the screen. */
export function receiptFile({ file, course, stdout, print }: ReceiptFileOptions): Presenter {
  return {
    name: 'receipt',
    tell: () => {},
    finish: async (state) => {
      if (!state.steps.some(({ status }) => status === 'done')) return;
      const written = await write(await FORMATS.markdown.render(reportOfSession(state, course)), file);
      const lines = print(state, course, written).map((line) => `${printable(line)}\n`);
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
