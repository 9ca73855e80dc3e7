import { inspect } from 'node:util';

const MASK = '(secret)';

/**
 * A token or password. Every way of printing it gives a mask; only the line that puts it on the wire, or makes its
 * print, calls `reveal()`.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. For the wire, and for the print. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
