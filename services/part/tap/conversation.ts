import { forCaller, forServer, type Gateway, type Refusal, refusalOf } from './gateway.ts';
import { answerBodyLength, type BodyLength, requestBodyLength } from './http1/body-length.ts';
import { type AnswerHead, type RequestHead, readRequestLine, readStatusLine } from './http1/head.ts';
import { MessageReader } from './http1/message-reader.ts';
import { NoHttp } from './http1/no-http.ts';
import { Passage } from './passage.ts';

/** Why what a server says does not go back. */
export interface Fault {
  /** In short, for whoever looks on. */
  readonly why: string;
  /** What the caller is told, where nothing of the answer has gone back. */
  readonly message: string;
}

/**
 * What is said over one caller's connection: bytes that come in, bytes that go on. Both are the same but for what a gateway changes in a head; each
 * body is followed to its end, for that is where the next head begins. Nothing is gathered but a head that is not whole yet.
 */
export class Conversation {
  readonly #gateway: Gateway;
  readonly #requests = new MessageReader<RequestHead>(readRequestLine, {
    head: (head, bytes) => this.#request(head, bytes),
    body: (bytes) => this.#passes(bytes),
    content: (bytes) => this.#sending?.requestData(bytes),
    end: () => this.#sending?.requestEnd(),
  });
  readonly #answers = new MessageReader<AnswerHead>(readStatusLine, {
    head: (head, bytes) => this.#answer(head, bytes),
    body: (bytes) => this.#passes(bytes),
    content: (bytes) => this.#underWay[0]?.answerData(bytes),
    end: () => this.#answered(),
  });
  /** The requests that are not answered yet, in their order. */
  readonly #underWay: Passage[] = [];
  /** The request that comes. */
  #sending: Passage | undefined;
  #refusal: Refusal | undefined;
  #fault: Fault | undefined;
  #passed: Buffer[] = [];
  #callerEnded = false;
  readonly #keep: ((bytes: Buffer) => void) | undefined;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
    this.#keep = gateway.recording?.connection();
  }

  /** What goes on to the server of what came from the caller. */
  fromCaller(bytes: Buffer): Buffer {
    this.#keep?.(bytes);
    try {
      this.#requests.feed(bytes);
    } catch (error) {
      if (!(error instanceof NoHttp)) throw error;
      this.refuse({ status: error.status, message: `This request cannot be passed on: ${error.message}.` });
    }
    return this.#taken();
  }

  /** What goes back to the caller of what came from the server. */
  fromServer(bytes: Buffer): Buffer {
    try {
      this.#answers.feed(bytes);
    } catch (error) {
      if (!(error instanceof NoHttp)) throw error;
      this.#fault ??= {
        why: error.message,
        message: `${this.#gateway.to.origin} answered what is no HTTP: ${error.message}`,
      };
    }
    return this.#taken();
  }

  /** The request that comes, or would come next, does not go on for that reason. */
  refuse(refusal: Refusal): void {
    this.#refusal = refusal;
    this.#sending = undefined;
    this.#requests.stop();
  }

  /** Why a request does not go on, once all before it are answered. Nothing more is taken from the caller then. */
  get refusal(): Refusal | undefined {
    return this.#underWay.length === 0 ? this.#refusal : undefined;
  }

  /** Why nothing more is taken from the server. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Whether the beginning of a request's head is there, and its end is not. */
  get isWithinHead(): boolean {
    return this.#requests.isWithinHead;
  }

  /** Whether there is a request of whose answer nothing has come. */
  get isAwaited(): boolean {
    return this.#underWay[0]?.isAnswered === false;
  }

  /** Whether an answer comes that only the end of its connection ends. */
  get isOpenEnded(): boolean {
    return this.#answers.isOpenEnded;
  }

  /** The server says no more. */
  serverEnded(): void {
    this.#answers.finish();
  }

  /** The caller says no more, and may be gone. */
  callerEnded(): void {
    this.#callerEnded = true;
  }

  /** All that is under way is over: the caller is gone, or else the server, and `why` says how. */
  end(why?: string): void {
    for (const passage of this.#underWay.splice(0)) {
      if (this.#callerEnded || why === undefined) passage.end('the caller went away');
      else passage.end(passage.isAnswered ? 'the answer broke off' : why);
    }
  }

  #request(head: RequestHead, bytes: Buffer): BodyLength {
    const length = requestBodyLength(head);
    const refusal = refusalOf(head, this.#gateway);
    if (refusal) {
      this.refuse(refusal);
      return 0;
    }
    this.#gateway.recording?.request();
    this.#sending = new Passage(head.method, this.#gateway.lookOn(bytes));
    this.#underWay.push(this.#sending);
    this.#passes(...forServer(head, bytes, this.#gateway));
    return length;
  }

  #answer(head: AnswerHead, bytes: Buffer): BodyLength {
    const [passage] = this.#underWay;
    if (!passage) throw new NoHttp('nobody asked for it');
    const length = answerBodyLength(head, passage.method);
    if (head.status === 101) {
      const message = `${this.#gateway.to.origin} answered 101, which nobody asked for.`;
      this.#fault = { why: 'it answered 101 Switching Protocols', message };
      this.#answers.stop();
      return 0;
    }
    if (head.status >= 200) passage.answer(head, bytes);
    this.#passes(forCaller(head, bytes));
    return length;
  }

  /** Other words may come before an answer, 103 say. */
  #answered(): void {
    if (this.#underWay[0]?.isAnswered) this.#underWay.shift()?.end();
  }

  #passes(...bytes: Buffer[]): void {
    this.#passed.push(...bytes);
  }

  #taken(): Buffer {
    const passed = this.#passed;
    this.#passed = [];
    return passed.length === 1 ? (passed[0] as Buffer) : Buffer.concat(passed);
  }
}
