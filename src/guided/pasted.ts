/** What a terminal puts around pasted text, once it has been asked to (xterm's bracketed paste). */
export const PASTE = { on: '\u001b[?2004h', off: '\u001b[?2004l' };
const BEGIN = '\u001b[200~';
const END = '\u001b[201~';

/** A piece of input: keys that were pressed, or text that was pasted. */
export type Piece = { readonly keys: string } | { readonly pasted: string };

/** Tells pasted text from keys, wherever the input is cut into pieces. */
export class PasteSplitter {
  #pasting = false;
  #rest = '';

  /** Whether the beginning of a mark is held back: it may as well be the Escape key, so it should not wait for long. */
  get holdsKeys(): boolean {
    return !this.#pasting && this.#rest !== '';
  }

  push(text: string): Piece[] {
    const pieces: Piece[] = [];
    let input = this.#rest + text;
    this.#rest = '';
    for (;;) {
      const mark = this.#pasting ? END : BEGIN;
      const at = input.indexOf(mark);
      const until = at === -1 ? input.length - beginning(mark, input) : at;
      this.#take(input.slice(0, until), pieces);
      if (at === -1) {
        this.#rest = input.slice(until);
        return pieces;
      }
      input = input.slice(at + mark.length);
      this.#pasting = !this.#pasting;
    }
  }

  /** What was held back, as keys. */
  flush(): Piece[] {
    if (!this.holdsKeys) return [];
    const keys = this.#rest;
    this.#rest = '';
    return [{ keys }];
  }

  #take(text: string, pieces: Piece[]): void {
    if (text !== '') pieces.push(this.#pasting ? { pasted: text } : { keys: text });
  }
}

/** How much of the mark's beginning the text ends with. */
function beginning(mark: string, text: string): number {
  for (let length = mark.length - 1; length > 0; length -= 1) if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}
