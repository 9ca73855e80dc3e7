import type { AnswerHead } from './http1/head.ts';

/** Who looks on while a request and its answer pass. Nothing waits for it, and it can change nothing. */
export interface Onlooker {
  requestData(chunk: Buffer): void;
  requestEnd(): void;
  /** The answer's head, read and as it came. */
  answer(head: AnswerHead, bytes: Buffer): void;
  answerData(chunk: Buffer): void;
  /** Both are over. `fault` says why there is no whole answer, where there is none. Called once, last. */
  end(fault?: string): void;
}

/** Told of a request's head, as it came; undefined where nobody looks on. */
export type LookOn = (request: Buffer) => Onlooker | undefined;
