import type { Transform } from 'node:stream';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { LOOKED_AT } from './body-copy.ts';
import { codingOf } from './decode.ts';
import type { Head } from './http1/head.ts';

/** Who is shown the events of a stream that passes. */
export interface EventWatcher {
  onEvent(event: EventSourceMessage): void;
  /** From here on the stream is not seen, and why. Called once at most. */
  onUnseen(why: string): void;
}

/** The events of a stream that passes, each as it comes. An event that is too long cannot be told from what follows it: the rest is not seen. */
export class EventCopy {
  readonly #decoder: Transform | undefined;
  readonly #text = new TextDecoder();
  readonly #watcher: EventWatcher;
  readonly #parser;
  #unseen = false;

  constructor(head: Pick<Head, 'fields'>, watcher: EventWatcher) {
    this.#watcher = watcher;
    this.#parser = createParser({
      maxBufferSize: LOOKED_AT,
      onEvent: (event) => {
        if (!this.#unseen) watcher.onEvent(event);
      },
      onError: ({ type }) => {
        if (type === 'max-buffer-size-exceeded') this.giveUp('an event is too long');
      },
    });
    const { name, coding } = codingOf(head);
    if (coding === 'unknown') this.giveUp(`its encoding is ${name}`);
    else if (coding) {
      this.#decoder = coding
        .stream()
        .on('data', (bytes: Buffer) => this.#feed(bytes))
        .on('error', () => this.giveUp('it cannot be decoded'));
    }
  }

  add(chunk: Buffer): void {
    if (this.#unseen) return;
    if (!this.#decoder) this.#feed(chunk);
    // It decodes in its own time, and what waits for it is bounded.
    else if (this.#decoder.writableLength > LOOKED_AT) this.giveUp('it came too fast to be decoded');
    else this.#decoder.write(chunk);
  }

  /** All of it has come. Resolves when all of it was told. */
  async end(): Promise<void> {
    if (this.#decoder && !this.#unseen)
      await new Promise<void>((resolve) => this.#decoder?.once('close', resolve).end());
    this.close();
  }

  /** No more is looked at. */
  close(): void {
    this.#unseen = true;
    this.#decoder?.destroy();
  }

  /** From here on it is not looked at. */
  giveUp(why: string): void {
    if (this.#unseen) return;
    this.close();
    this.#watcher.onUnseen(why);
  }

  #feed(bytes: Buffer): void {
    if (!this.#unseen) this.#parser.feed(this.#text.decode(bytes, { stream: true }));
  }
}
