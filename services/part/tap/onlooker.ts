import type { IncomingMessage } from 'node:http';

/** Who looks on while a request and its answer pass. What it sees has passed already: nothing waits for it, and it can change nothing. */
export interface Onlooker {
  requestData(chunk: Buffer): void;
  requestEnd(): void;
  /** The answer's head. */
  answer(head: IncomingMessage): void;
  answerData(chunk: Buffer): void;
  /** Both are over. `fault` says why there is no whole answer, where there is none. Called once, last. */
  end(fault?: string): void;
}

/** Undefined where nobody looks on. */
export type LookOn = (request: IncomingMessage) => Onlooker | undefined;
