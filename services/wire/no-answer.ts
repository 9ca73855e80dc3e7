import { tlsFault } from './tls-fault.ts';

/** How far a request came. */
export type NoAnswerStage = 'resolve' | 'connect' | 'tls' | 'answer' | 'timeout' | 'size' | 'cancelled';

/** Why a request has no answer, in one line. */
export class NoAnswer extends Error {
  readonly stage: NoAnswerStage;
  /** What to do about it, where that is known. */
  readonly next: string | undefined;

  constructor(stage: NoAnswerStage, message: string, { cause, next }: { cause?: unknown; next?: string } = {}) {
    super(message, { cause });
    // By this name the platform's APIs tell that somebody gave up.
    this.name = stage === 'cancelled' ? 'AbortError' : 'NoAnswer';
    this.stage = stage;
    this.next = next;
  }

  /** The message as a sentence. */
  get why(): string {
    const { message } = this;
    return `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`;
  }
}

/** What the system said, as a NoAnswer. A host with several addresses gives an error for each, and their sum has no message. */
export function noAnswer(error: Error): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const all: readonly Error[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [error];
  const { code: named, syscall = '' } = (all[0] ?? error) as NodeJS.ErrnoException;
  // That of a DOMException is a number.
  const code = typeof named === 'string' ? named : '';
  const said = all.map((one) => one.message || (one as NodeJS.ErrnoException).code || one.name).join(', ');
  const fault = tlsFault(code, said);
  if (fault) return new NoAnswer('tls', fault.message, { cause: error, next: fault.next });
  if (syscall === 'getaddrinfo') return new NoAnswer('resolve', said, { cause: error });
  if (syscall === 'connect') return new NoAnswer('connect', said, { cause: error });
  return new NoAnswer('answer', said, { cause: error });
}
