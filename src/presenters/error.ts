import { redact } from '../../services/redact.ts';
import type { TutorialError } from '../errors.ts';

export interface DescribeOptions {
  /** Where the run's log is. */
  log?: string;
  /** With the stack of a fault of ours. */
  verbose?: boolean;
}

/** What happened, why, what to do next, and where the log is. */
export function describeError(error: TutorialError, { log, verbose = false }: DescribeOptions = {}): string {
  const lines = [
    `error: ${error.message}`,
    error.why && `  why   ${error.why}`,
    error.next && `  next  ${error.next}`,
    log && `  log   ${log}`,
    verbose && stackOf(error.cause ?? error),
  ];
  return `${redact(lines.filter(Boolean).join('\n'))}\n`;
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
