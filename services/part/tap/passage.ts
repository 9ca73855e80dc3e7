import type { AnswerHead } from './http1/head.ts';
import type { Onlooker } from './onlooker.ts';

/** One request that passes, and its answer, for whoever looks on. */
export class Passage {
  readonly method: string;
  readonly #onlooker: Onlooker | undefined;
  #isAnswered = false;
  #isOver = false;

  constructor(method: string, onlooker: Onlooker | undefined) {
    this.method = method;
    this.#onlooker = onlooker;
  }

  /** Whether its answer has begun. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  requestData(chunk: Buffer): void {
    if (!this.#isOver) this.#onlooker?.requestData(chunk);
  }

  requestEnd(): void {
    if (!this.#isOver) this.#onlooker?.requestEnd();
  }

  answer(head: AnswerHead, bytes: Buffer): void {
    this.#isAnswered = true;
    this.#onlooker?.answer(head, bytes);
  }

  answerData(chunk: Buffer): void {
    this.#onlooker?.answerData(chunk);
  }

  /** The answer is there, or will not come for that reason. The request may still be coming; nobody looks at it any more. */
  end(fault?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onlooker?.end(fault);
  }
}
