import type { Socket } from 'node:net';

/** Characters of the longest message. */
const LONGEST_LINE = 1024 * 1024;
/** Bytes that may wait for a reader that does not read; what comes then is not sent. */
const BACKLOG = 4 * 1024 * 1024;

/** Values as lines of JSON over a socket, in both directions; each bounded, and so is what waits. */
export class LineSocket {
  /** When the connection is over, however it ended. Never rejects. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  #received = '';

  /** `onValue` is told of each value; a line that is none, or too long, ends the connection. */
  constructor(socket: Socket, onValue: (value: unknown) => void) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => this.#take(text, onValue));
  }

  send(value: unknown): void {
    const line = JSON.stringify(value);
    if (line.length > LONGEST_LINE || this.#socket.writableLength > BACKLOG || !this.#socket.writable) return;
    this.#socket.write(`${line}\n`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string, onValue: (value: unknown) => void): void {
    const lines = (this.#received + text).split('\n');
    this.#received = lines.pop() ?? '';
    if (this.#received.length > LONGEST_LINE) this.close();
    for (const line of lines) {
      if (this.#socket.destroyed) return;
      try {
        onValue(JSON.parse(line));
      } catch {
        this.close();
      }
    }
  }
}
