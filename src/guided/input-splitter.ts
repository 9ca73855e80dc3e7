/** What a terminal puts around pasted text, once it has been asked to (xterm's bracketed paste). */
export const PASTE = { on: '\u001b[?2004h', off: '\u001b[?2004l' };

/** A piece of input: keys that were pressed, text that was pasted, or what the terminal answers to a question. */
export type Piece = { readonly keys: string } | { readonly pasted: string } | { readonly answer: string };
type Kind = 'keys' | 'pasted' | 'answer';

/** What begins each kind of piece that is none of keys, and what ends it. An answer is an OSC sequence. */
const BEGINS: Readonly<Record<string, Kind>> = { '\u001b[200~': 'pasted', '\u001b]': 'answer' };
const ENDS: Readonly<Record<Exclude<Kind, 'keys'>, readonly string[]>> = {
  pasted: ['\u001b[201~'],
  answer: ['\u001b\\', '\u0007'],
};
/** An answer that is longer is none: somebody pressed Alt-], and goes on. */
const LONGEST_ANSWER = 100;

/** Tells pasted text and answers from keys, wherever the input is cut into pieces. */
export class InputSplitter {
  #kind: Kind = 'keys';
  #rest = '';

  /** Whether something is held back that may as well be keys, so that it should not wait for long. */
  get holdsKeys(): boolean {
    return this.#kind === 'answer' || (this.#kind === 'keys' && this.#rest !== '');
  }

  /** Whether an answer has begun. */
  get awaitsAnswer(): boolean {
    return this.#kind === 'answer';
  }

  push(text: string): Piece[] {
    const pieces: Piece[] = [];
    let input = this.#rest + text;
    this.#rest = '';
    for (;;) {
      const marks = this.#kind === 'keys' ? Object.keys(BEGINS) : ENDS[this.#kind];
      const found = first(marks, input);
      if (!found) {
        // An answer is told as a whole; of all else, only what may be the beginning of a mark waits.
        const keep = this.#kind === 'answer' ? input.length : Math.max(...marks.map((mark) => beginning(mark, input)));
        this.#take(input.slice(0, input.length - keep), pieces);
        this.#rest = input.slice(input.length - keep);
        return this.#kind === 'answer' && keep > LONGEST_ANSWER ? [...pieces, ...this.flush()] : pieces;
      }
      this.#take(input.slice(0, found.at), pieces);
      input = input.slice(found.at + found.mark.length);
      this.#kind = this.#kind === 'keys' ? (BEGINS[found.mark] ?? 'keys') : 'keys';
    }
  }

  /** What was held back, as keys. */
  flush(): Piece[] {
    if (!this.holdsKeys) return [];
    const keys = (this.#kind === 'answer' ? '\u001b]' : '') + this.#rest;
    this.#rest = '';
    this.#kind = 'keys';
    return [{ keys }];
  }

  #take(text: string, pieces: Piece[]): void {
    if (text !== '') pieces.push({ [this.#kind]: text } as unknown as Piece);
  }
}

function first(marks: readonly string[], text: string): { mark: string; at: number } | undefined {
  return marks
    .map((mark) => ({ mark, at: text.indexOf(mark) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at)[0];
}

/** How much of the mark's beginning the text ends with. */
function beginning(mark: string, text: string): number {
  for (let length = mark.length - 1; length > 0; length -= 1) if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}
