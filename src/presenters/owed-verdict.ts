import { asFailure, EXIT_CODES, type TutorialError } from '../errors.ts';
import type { JsonVerdict, VerdictWatch } from '../io.ts';
import type { SessionEvent } from '../lesson/events.ts';
import type { VerifyDocument } from '../verify/document.ts';
import { VERIFY_SCHEMA } from '../verify/schema-name.ts';
import { VERSION } from '../version.ts';
import { failureLine } from './failure-document.ts';
import { redactedLine } from './ndjson.ts';

/** The verdict of `--json`, which is owed once it was asked for: whatever ends the program, its reader gets one. */
export class OwedVerdict implements VerdictWatch {
  readonly #startedAt = Date.now();
  #owed: JsonVerdict | undefined;
  #tally = { proved: 0, of: 0 };

  /** It was asked for; undefined where it was not. */
  owe(verdict: JsonVerdict | undefined): void {
    this.#owed = verdict;
  }

  counted(tally: { readonly proved: number; readonly of: number }): void {
    this.#tally = tally;
  }

  told(): void {
    this.#owed = undefined;
  }

  /** The line that is still owed where this error ends the program, once; empty where none is. */
  lineFor(error: TutorialError): string {
    const owed = this.#owed;
    if (!owed) return '';
    this.#owed = undefined;
    if (owed === 'failure') return failureLine(asFailure(error), error.exitCode);
    return redactedLine(owed === 'event' ? this.#event(error) : this.#verification(error));
  }

  #event(error: TutorialError): SessionEvent {
    return { type: 'session-ended', at: Date.now(), ...this.#ending(error), ...this.#tally };
  }

  /** Nothing was asked, or what was is not known any more. */
  #verification(error: TutorialError): VerifyDocument {
    return {
      schema: VERIFY_SCHEMA,
      version: VERSION,
      at: this.#startedAt,
      ...this.#ending(error),
      issuer: '',
      doors: [],
      requests: 0,
      logins: 0,
      rows: [],
      left: [],
    };
  }

  #ending(error: TutorialError): Pick<VerifyDocument, 'tookMs' | 'outcome' | 'exitCode' | 'failure'> {
    const { kind } = error;
    return {
      tookMs: Math.max(0, Date.now() - this.#startedAt),
      outcome: kind,
      exitCode: EXIT_CODES[kind],
      failure: asFailure(error),
    };
  }
}
