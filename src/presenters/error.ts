import { TutorialError } from '../errors.ts';
import { LONGEST_SENTENCE, LONGEST_TEXT, printable } from '../evidence/printable.ts';
import { redact } from '../evidence/redact.ts';

/** What is said of an error beyond what it says itself. */
export interface DescribeOptions {
  /** Where the run's log is. */
  log?: string;
  /** With the stack of a fault of ours. */
  verbose?: boolean;
}

/** What happened, why, what to do next, and where the log is. Any of it may be told by a server: it is text, and no command to the terminal. */
export function describeError(error: TutorialError, { log, verbose = false }: DescribeOptions = {}): string {
  const sentence = (label: string, text: string | undefined) =>
    text ? [indented(printable(redact(`${label}${text}`), LONGEST_SENTENCE))] : [];
  return [
    ...sentence('error: ', error.message),
    ...sentence('  why   ', error.why),
    ...sentence('  next  ', error.next),
    ...sentence('  log   ', log),
    ...(verbose ? [printable(redact(stackOf(error.cause ?? error)), LONGEST_TEXT)] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** Below its label: no line of a text from outside looks like one of ours. */
function indented(text: string): string {
  return text.replaceAll('\n', '\n        ');
}

/** The same for a command: none has --verbose, so that a fault of ours is told whole at once. */
export function describeInCommand(error: TutorialError): string {
  return error.kind === 'fault' ? describeError(toReport(error), { verbose: true }) : describeError(error);
}

/** The same error, told with its stack. */
export function toReport({ kind, message, why, cause }: TutorialError): TutorialError {
  return new TutorialError(kind, message, { ...(why && { why }), next: 'Report it, with what follows.', cause });
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
