import { EventEmitter } from 'node:events';
import { render } from 'ink';
import stringWidth from 'string-width';
import { Screen } from '../../components/Screen.tsx';
import { frameOf as frameFor } from '../../src/screen/frame.ts';
import type { View } from '../../src/view/view.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are control characters
const ANSI = /\u001b\[[0-?]*[ -/]*[@-~]/g;

/** A terminal that keeps every frame it is given. */
class FakeStdout extends EventEmitter {
  readonly isTTY = true;
  readonly frames: string[] = [];
  readonly columns: number;
  readonly rows: number;

  constructor({ columns, rows }: View['size']) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(frame: string): boolean {
    this.frames.push(frame);
    return true;
  }
}

/** A frame as its rows, without colours, and some of its measures. */
export interface Frame {
  readonly text: string;
  readonly rows: readonly string[];
  /** Columns of its longest row. */
  readonly width: number;
  /** With its escape codes. */
  readonly raw: string;
}

/** The frame of a view. Throws where it is empty. */
export function frameOf(view: View): Frame {
  const stdout = new FakeStdout(view.size);
  const { unmount } = render(<Screen frame={frameFor(view, Date.now())} />, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const raw = stdout.frames.at(-1) ?? '';
  unmount();
  const text = raw.replaceAll(ANSI, '');
  if (text.trim() === '') throw new Error('the frame is empty');
  const rows = text.split('\n').map((row) => row.trimEnd());
  return { text: rows.join('\n'), rows, width: Math.max(...rows.map((row) => stringWidth(row))), raw };
}
