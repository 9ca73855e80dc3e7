import type { EventSourceMessage } from 'eventsource-parser';
import { redact } from '../../../src/evidence/redact.ts';
import { Account, type TapContext } from './account.ts';
import { BodyCopy } from './body-copy.ts';
import { EventCopy } from './event-copy.ts';
import { type AnswerHead, valuesOf } from './http1/head.ts';
import type { Onlooker } from './onlooker.ts';

/** Events that can tell of a call: messages of MCP, and the ends of a response of the Responses API. */
const TELLING = new Set(['message', 'response.completed', 'response.failed']);

/**
 * Sees one exchange pass. It keeps copies, and has them read when there is time, one thing after the other; what it has not seen it says that it
 * has not seen.
 */
export class Witness implements Onlooker {
  readonly #around: TapContext;
  readonly #account: Account;
  readonly #body: BodyCopy;
  #requestIsOver = false;
  #answerBody: BodyCopy | undefined;
  #events: EventCopy | undefined;

  constructor(head: Buffer, around: TapContext) {
    this.#around = around;
    this.#account = new Account(head, around);
    this.#body = new BodyCopy(around.room);
  }

  requestData(chunk: Buffer): void {
    this.#body.add(chunk);
  }

  requestEnd(): void {
    if (this.#requestIsOver) return;
    this.#requestIsOver = true;
    this.#whenThereIsTime(() => this.#account.request(this.#body));
  }

  answer(head: AnswerHead, bytes: Buffer): void {
    this.#account.answer(bytes);
    if (!isEventStream(head)) {
      this.#answerBody = new BodyCopy(this.#around.room);
      return;
    }
    this.#events = new EventCopy(head, {
      onEvent: (event) => this.#comes(event),
      onUnseen: (unseen) => {
        const seenAt = performance.now();
        this.#whenThereIsTime(() => this.#account.unseen(unseen, seenAt));
      },
    });
    this.#whenThereIsTime(() => this.#account.stream());
  }

  answerData(chunk: Buffer): void {
    (this.#events ?? this.#answerBody)?.add(chunk);
  }

  end(fault?: string): void {
    const seenAt = performance.now();
    const over = () => this.#whenThereIsTime(() => this.#account.over(fault, this.#answerBody, seenAt));
    if (fault !== undefined) {
      this.#answerBody?.drop('it broke off');
      this.#events?.close();
    }
    if (this.#events) this.#events.end().then(over);
    else over();
  }

  #comes(event: EventSourceMessage): void {
    if (event.event === 'endpoint') {
      const elsewhere = this.#account.session(event.data);
      if (elsewhere !== undefined)
        this.#whenThereIsTime(() => this.#account.leadsAround('The endpoint that it announces', elsewhere));
    }
    if (!TELLING.has(event.event ?? 'message')) return;
    const { spareTime, room } = this.#around;
    if (spareTime.isFull || !room.take(event.data.length)) {
      this.#events?.giveUp('too much passed at once');
      return;
    }
    const seenAt = performance.now();
    this.#whenThereIsTime(() => {
      room.give(event.data.length);
      this.#account.event(event, seenAt);
    });
  }

  /** What comes of an answer before the request is over finds it unseen. */
  #whenThereIsTime(look: () => void): void {
    if (!this.#requestIsOver) {
      this.#body.drop('it broke off');
      this.requestEnd();
    }
    const { spareTime, reporter } = this.#around;
    spareTime.add(() => {
      try {
        look();
      } catch (error) {
        reporter.log(`The tap could not read what passed: ${redact((error as Error).message)}`);
      }
    });
  }
}

function isEventStream(head: AnswerHead): boolean {
  return /^text\/event-stream\b/i.test(valuesOf(head, 'content-type')[0] ?? '');
}
