import { OPEN_FILES } from './version.ts';

/** Why the program ends, and with which exit code. Documented in the README; a test holds the two together. */
export const EXIT_CODES = {
  proved: 0,
  fault: 1,
  usage: 2,
  'check-failed': 3,
  'login-refused': 4,
  'part-unreachable': 5,
  'prerequisite-missing': 6,
  'wrongly-accepted': 7,
  'timed-out': 124,
  interrupted: 130,
} as const;

/** How a run can end; each has an exit code of its own. */
export type Outcome = keyof typeof EXIT_CODES;

/** What each exit code means; `--help` and the README are made from it. */
export const MEANINGS: Readonly<Record<Outcome, string>> = {
  proved: 'everything that was asked for is proved, or the walkthrough was left',
  fault: 'a fault of tutorial-tui itself',
  usage: 'the command line is wrong',
  'check-failed': 'a check failed: the world is not as the lesson says',
  'login-refused': 'the identity provider refused the login',
  'part-unreachable': 'a part did not start, cannot be reached, or has ended',
  'prerequisite-missing': 'something that has to be there first is missing',
  'wrongly-accepted': 'verify: a part took what it had to refuse',
  'timed-out': 'out of time (--timeout)',
  interrupted: 'interrupted (Ctrl-C, SIGTERM, SIGHUP)',
};

/** An outcome that is none that was asked for. */
export type FailureKind = Exclude<Outcome, 'proved'>;

/** What an error says beyond its message. */
export interface FailureDetails {
  /** Why it happened, in a sentence. */
  why?: string;
  /** What to do next. */
  next?: string;
  cause?: unknown;
}

/** The one error class of the program: what happened (message), why, what to do next; `kind` decides the exit code. */
export class TutorialError extends Error {
  override readonly name = 'TutorialError';
  readonly kind: FailureKind;
  readonly why: string | undefined;
  readonly next: string | undefined;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.why = details.why;
    this.next = details.next;
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind];
  }
}

/** An error as far as a record tells of it. */
export function asFailure({
  kind,
  message,
  why,
  next,
}: TutorialError): Pick<TutorialError, 'kind' | 'message'> & { why?: string; next?: string } {
  return { kind, message, ...(why && { why }), ...(next && { next }) };
}

/** No more files may be opened, by this process or on this machine. */
const TOO_FEW_FILES: readonly unknown[] = ['EMFILE', 'ENFILE'];

/** Any thrown thing as a TutorialError; what nobody foresaw is a fault of ours. */
export function asTutorialError(thrown: unknown): TutorialError {
  if (thrown instanceof TutorialError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (TOO_FEW_FILES.includes((thrown as NodeJS.ErrnoException | undefined)?.code)) {
    return new TutorialError('prerequisite-missing', 'Too few files may be open at once.', {
      why: message,
      next: `Allow more: ulimit -n ${OPEN_FILES}, in this shell, before the next start.`,
      cause: thrown,
    });
  }
  return new TutorialError('fault', message, {
    why: 'This is a fault of tutorial-tui itself.',
    next: 'Run it again with --verbose, and report what it prints.',
    cause: thrown,
  });
}
