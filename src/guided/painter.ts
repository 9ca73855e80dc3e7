import type { Output } from '../io.ts';

/** Begins a control sequence. */
export const CSI = '\u001b[';
/** Terminals that know it show what is between the two at once; others ignore it. */
export const SYNCHRONIZED = { begin: `${CSI}?2026h`, end: `${CSI}?2026l` };
/** Text as the terminal writes it by itself. */
export const PLAIN = `${CSI}0m`;

/** Puts frames on the terminal: only rows that changed are written, each at its place. Nothing scrolls, nothing flickers, a still screen writes nothing. */
export class Painter {
  readonly #stdout: Output & { writableNeedDrain?: boolean };
  /** The rows of the terminal, as many as there are now. */
  readonly #rows: () => number;
  #painted: readonly string[] = [];
  #wanted = '';
  /** What is written before the next frame, and shown with it. */
  #before = '';
  #waiting = false;
  #open = true;

  constructor(stdout: Output & { writableNeedDrain?: boolean }, rows: () => number) {
    this.#stdout = stdout;
    this.#rows = rows;
  }

  /** Paints a frame; where the terminal cannot take more, the newest one when it can. */
  paint(frame: string): void {
    this.#wanted = frame;
    if (!this.#open || this.#waiting) return;
    if (this.#stdout.writableNeedDrain) {
      this.#waiting = true;
      this.#stdout.once('drain', () => {
        this.#waiting = false;
        this.paint(this.#wanted);
      });
      return;
    }
    const rows = frame.split('\n').slice(0, this.#rows());
    const changes = rows.map((row, index) =>
      row === this.#painted[index] ? '' : `${CSI}${index + 1};1H${CSI}2K${row}${PLAIN}`,
    );
    const gone = this.#painted.slice(rows.length).map((_, index) => `${CSI}${rows.length + index + 1};1H${CSI}2K`);
    this.#painted = rows;
    const text = [this.#before, ...changes, ...gone].join('');
    this.#before = '';
    if (text) this.#stdout.write(SYNCHRONIZED.begin + text + SYNCHRONIZED.end);
  }

  /** Paints the newest frame anew, after what makes the screen empty for it: nobody sees the empty screen in between. */
  repaint(emptied: string): void {
    this.#painted = [];
    this.#before += emptied;
    this.paint(this.#wanted);
  }

  /** Paints no more. */
  close(): void {
    this.#open = false;
  }
}
