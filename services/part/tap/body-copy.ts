import { isUtf8 } from 'node:buffer';
import { codingOf } from './decode.ts';
import type { Head } from './http1/head.ts';

/** Bytes of one body that are looked at: arguments are small, a token is about 1 kB, and an answer is shown in short. */
export const LOOKED_AT = 256 * 1024;
/** Bytes of all copies that one tap keeps at once. */
const AT_ONCE = 32 * 1024 * 1024;

/** What all copies of one tap share. */
export class CopyRoom {
  #taken = 0;

  /** Whether there is room for so many bytes more, which are then taken. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > AT_ONCE) return false;
    this.#taken += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#taken -= bytes;
  }
}

/** A body as far as it was seen: its text, or why it is not there. */
export type SeenBody = { readonly text: string } | { readonly unseen: string };

/** A copy of a body that passes. It is whole or it is not seen: of a part of a body nothing can be told. */
export class BodyCopy {
  readonly #room: CopyRoom;
  #chunks: Buffer[] = [];
  #size = 0;
  #unseen: string | undefined;

  constructor(room: CopyRoom) {
    this.#room = room;
  }

  add(chunk: Buffer): void {
    if (this.#unseen !== undefined) return;
    if (this.#size + chunk.length > LOOKED_AT) this.drop(LONGER);
    else if (!this.#room.take(chunk.length)) this.drop('too much passed at once');
    else {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
    }
  }

  /** It is not seen, for that reason; the first one counts. */
  drop(unseen: string): void {
    this.#room.give(this.#size);
    this.#chunks = [];
    this.#size = 0;
    this.#unseen ??= unseen;
  }

  /** The body behind that head, once all of it has come. It can be read once. */
  read(head: Pick<Head, 'fields'>): SeenBody {
    if (this.#unseen !== undefined) return { unseen: this.#unseen };
    const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.drop('it was read');
    if (bytes.length === 0) return { text: '' };
    const { name, coding } = codingOf(head);
    if (coding === 'unknown') return { unseen: `its encoding is ${name}` };
    try {
      const decoded = coding ? coding.whole(bytes, { maxOutputLength: LOOKED_AT }) : bytes;
      return isUtf8(decoded) ? { text: decoded.toString('utf8') } : { unseen: 'it is no text' };
    } catch (error) {
      const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      return { unseen: tooLong ? LONGER : 'it cannot be decoded' };
    }
  }
}

const LONGER = `it is longer than ${LOOKED_AT / 1024} kB`;
