import type { BodyLength } from './body-length.ts';
import { ChunkedBody } from './chunked-body.ts';
import { checkBeginning, END_OF_HEAD, type Head, readHead, type StartReader } from './head.ts';
import { NoHttp } from './no-http.ts';

/** Bytes of a head: more than servers take, so that they say so and not the tap. */
const LONGEST_HEAD = 128 * 1024;
/** Bytes after which it has shown whether a head can become of them: what cannot is not waited for. */
const SOON = 1024;
const [LF, CR] = [10, 13];

/** Who is told what comes. Each byte of a message is in one of `head` and `body`. */
export interface MessageSink<H extends Head> {
  /** A head is there, `bytes` on the wire. Gives where the body ends that belongs to it. */
  head(head: H, bytes: Buffer): BodyLength;
  /** Bytes of the body, as they are on the wire. */
  body(bytes: Buffer): void;
  /** What of them is content, rather than the frame of its chunks. */
  content(bytes: Buffer): void;
  /** The message is over. */
  end(): void;
}

/** Finds the messages in the bytes of one direction of a connection (RFC 9112). Holds a head that is not whole yet, and nothing else. */
export class MessageReader<H extends Head> {
  readonly #readStart: StartReader<H>;
  readonly #sink: MessageSink<H>;
  #body: ChunkedBody | BodyLength | undefined;
  #held: Buffer | undefined;
  #stopped = false;

  constructor(readStart: StartReader<H>, sink: MessageSink<H>) {
    this.#readStart = readStart;
    this.#sink = sink;
  }

  /** Whether the beginning of a head is there, and its end is not. */
  get isWithinHead(): boolean {
    return this.#held !== undefined;
  }

  /** Whether a body comes that only the end of its connection ends. */
  get isOpenEnded(): boolean {
    return this.#body === 'until the end';
  }

  /** Throws NoHttp; what came before that was told. */
  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && !this.#stopped)
      at = this.#body === undefined ? this.#inHead(bytes, at) : this.#inBody(bytes, at);
  }

  /** The connection is over. Ends a message that ends with it. */
  finish(): void {
    if (this.isOpenEnded) this.#over();
    this.stop();
  }

  /** Nothing more is read. */
  stop(): void {
    this.#stopped = true;
    this.#held = undefined;
  }

  #inHead(bytes: Buffer, at: number): number {
    const held = this.#held;
    // Empty lines before a message are none of it (RFC 9112, section 2.2).
    if (held === undefined) while (bytes[at] === CR || bytes[at] === LF) at += 1;
    if (at === bytes.length) return at;
    const known = held?.length ?? 0;
    const whole = held ? Buffer.concat([held, bytes]) : bytes;
    const from = held ? 0 : at;
    const end = whole.indexOf(END_OF_HEAD, Math.max(from, known - END_OF_HEAD.length));
    if ((end === -1 ? whole.length : end) - from > LONGEST_HEAD) throw new NoHttp('its head is too long', 431);
    if (end === -1) {
      this.#held = whole.subarray(from);
      if (known < SOON) checkBeginning(this.#held, this.#readStart);
      return bytes.length;
    }
    this.#held = undefined;
    const after = end + END_OF_HEAD.length;
    const head = whole.subarray(from, after);
    const length = this.#sink.head(readHead(head, this.#readStart), head);
    this.#body = length === 'chunked' ? new ChunkedBody() : length;
    if (length === 0) this.#over();
    return after - known;
  }

  #inBody(bytes: Buffer, at: number): number {
    const body = this.#body;
    if (body instanceof ChunkedBody) {
      const to = body.read(bytes, at, (content) => this.#sink.content(content));
      this.#sink.body(bytes.subarray(at, to));
      if (body.isOver) this.#over();
      return to;
    }
    const part = bytes.subarray(at, typeof body === 'number' ? at + body : undefined);
    this.#sink.content(part);
    this.#sink.body(part);
    if (typeof body === 'number') {
      this.#body = body - part.length;
      if (this.#body === 0) this.#over();
    }
    return at + part.length;
  }

  #over(): void {
    this.#body = undefined;
    this.#sink.end();
  }
}
