import { appendFile } from 'node:fs/promises';
import { LONGEST_TEXT, printable } from '../evidence/printable.ts';

/** Where a command is copied to. */
export interface Clipboard {
  /** Writes a control sequence that moves nothing. */
  control(sequence: string): void;
  /** A file that collects what was copied; undefined where none can be written. */
  readonly file: string | undefined;
}

/** Copies a text, and says where to. */
export async function copyTo({ control, file }: Clipboard, copied: string): Promise<string> {
  // An address in it may come from outside, and both places lead to a terminal.
  const text = printable(copied, LONGEST_TEXT);
  control(osc52(text));
  return `to the clipboard where the terminal allows it${file && (await isAppended(file, text)) ? `, and to ${file}` : ''}`;
}

/** Sets the clipboard of the terminal, also over ssh (xterm's OSC 52). Terminals that refuse it stay silent. */
function osc52(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** A full disk costs the file, not the lesson. */
async function isAppended(file: string, text: string): Promise<boolean> {
  return appendFile(file, `${text}\n\n`, { mode: 0o600 }).then(
    () => true,
    () => false,
  );
}
