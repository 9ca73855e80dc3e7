import { EXIT_CODES, type TutorialError } from '../errors.ts';
import { eventLine } from './ndjson.ts';

/** The last event of `--json`, which is owed once it was asked for: whatever ends the program, its reader gets a verdict. */
export class OwedVerdict {
  readonly #startedAt = Date.now();
  #owed = false;

  /** Events were asked for. */
  owe(): void {
    this.#owed = true;
  }

  /** The session has told its verdict. */
  told(): void {
    this.#owed = false;
  }

  /** The line that is still owed where this error ends the program, once; empty where none is. No session counted what was proved. */
  lineFor({ kind, message, why, next }: TutorialError): string {
    if (!this.#owed) return '';
    this.#owed = false;
    const at = Date.now();
    return eventLine({
      type: 'session-ended',
      at,
      outcome: kind,
      exitCode: EXIT_CODES[kind],
      proved: 0,
      of: 0,
      tookMs: at - this.#startedAt,
      failure: { kind, message, ...(why && { why }), ...(next && { next }) },
    });
  }
}
