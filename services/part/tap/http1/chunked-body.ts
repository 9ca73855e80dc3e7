import { NoHttp } from './no-http.ts';

const [TAB, LF, CR, SEMICOLON] = [9, 10, 13, 59];
/** Hex digits of a chunk's size: more than any body has bytes, and fewer than a number can hold. */
const LONGEST_SIZE = 13;
/** Bytes of all that is no content between two chunks, and behind the last one. */
const LONGEST_BETWEEN = 128 * 1024;

type State =
  | 'size'
  | 'extension'
  | 'size LF'
  | 'data'
  | 'data CR'
  | 'data LF'
  | 'line'
  | 'trailer'
  | 'trailer LF'
  | 'last LF';

/** Follows a body in chunks (RFC 9112, section 7.1) to its end, byte by byte where no content is. Keeps nothing. */
export class ChunkedBody {
  #state: State = 'size';
  /** Of the chunk, as far as it is read; then what of it has to come. */
  #size = 0;
  #digits = 0;
  #between = 0;
  #over = false;

  /** Whether all of it has come. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Reads on from there, and gives where it stopped: at the end of the bytes, or of the body. Throws NoHttp. */
  read(bytes: Buffer, at: number, onContent: (content: Buffer) => void): number {
    while (at < bytes.length && !this.#over) {
      if (this.#state === 'data') {
        const content = bytes.subarray(at, at + this.#size);
        onContent(content);
        at += content.length;
        this.#size -= content.length;
        if (this.#size === 0) this.#state = 'data CR';
      } else {
        this.#between += 1;
        if (this.#between > LONGEST_BETWEEN) throw new NoHttp('too much stands between its chunks');
        this.#state = this.#after(bytes[at] ?? 0);
        at += 1;
      }
    }
    return at;
  }

  #after(byte: number): State {
    switch (this.#state) {
      case 'size':
        return this.#inSize(byte);
      case 'extension':
        return byte === CR ? 'size LF' : text(byte, 'extension');
      case 'size LF':
        if (this.#size > 0) this.#between = 0;
        return expected(byte, LF, this.#size > 0 ? 'data' : 'line');
      case 'data CR':
        return expected(byte, CR, 'data LF');
      case 'data LF':
        this.#digits = 0;
        return expected(byte, LF, 'size');
      case 'line':
        return byte === CR ? 'last LF' : text(byte, 'trailer');
      case 'trailer':
        return byte === CR ? 'trailer LF' : text(byte, 'trailer');
      case 'trailer LF':
        return expected(byte, LF, 'line');
      default:
        this.#over = true;
        return expected(byte, LF, 'last LF');
    }
  }

  #inSize(byte: number): State {
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (!Number.isNaN(digit) && this.#digits < LONGEST_SIZE) {
      this.#size = this.#size * 16 + digit;
      this.#digits += 1;
      return 'size';
    }
    if (this.#digits === 0) throw new NoHttp(NO_CHUNK);
    return byte === SEMICOLON ? 'extension' : expected(byte, CR, 'size LF');
  }
}

const NO_CHUNK = 'its chunks are none';

function expected(byte: number, wanted: number, next: State): State {
  if (byte !== wanted) throw new NoHttp(NO_CHUNK);
  return next;
}

function text(byte: number, state: State): State {
  if ((byte < 32 && byte !== TAB) || byte === 127) throw new NoHttp(NO_CHUNK);
  return state;
}
