import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Passage, type schemeOf } from '../../wire/passage.ts';

/** A caller's connection and the one to the server on its behalf: the end of either is the end of both. */
export class Pair {
  readonly passage: Passage;
  readonly #socket: Socket;
  #underWay = 0;
  #serverClosed = false;

  constructor(socket: Socket, to: URL, scheme: Awaited<ReturnType<typeof schemeOf>>) {
    this.#socket = socket;
    this.passage = new Passage(to, scheme, () => {
      this.#serverClosed = true;
      this.#endIfOver();
    });
    socket.once('close', () => this.passage.close());
  }

  /** An exchange begins, and ends with this answer. */
  begin(response: ServerResponse): void {
    this.#underWay += 1;
    response.once('close', () => {
      this.#underWay -= 1;
      this.#endIfOver();
    });
  }

  /** What the server has closed is closed for the caller as well, once all that came is handed on; a later request opens another one. */
  #endIfOver(): void {
    if (!this.#serverClosed || this.#underWay > 0) return;
    this.#serverClosed = false;
    this.#socket.end();
  }
}
