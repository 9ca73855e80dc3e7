import type { Failure } from '../evidence/failure.ts';
import { VERSION } from '../version.ts';
import { redactedLine } from './ndjson.ts';

/** The name of what a command with `--json` writes that came to no document of its own; the number goes up when a reader of the old one could go wrong. */
export const FAILURE_SCHEMA = 'tutorial-tui/failure@1';

/** What such a command failed with, as one line of JSON by failureDocumentSchema. */
export function failureLine(failure: Failure, exitCode: number): string {
  return redactedLine({
    schema: FAILURE_SCHEMA,
    version: VERSION,
    at: Date.now(),
    outcome: failure.kind,
    exitCode,
    failure,
  });
}
