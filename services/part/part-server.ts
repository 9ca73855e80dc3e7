import type { Hop } from '../../src/evidence/hop.ts';
import type { Print } from '../../src/evidence/print.ts';

/** Where a part tells what it does. The text must be redacted already. */
export interface PartReporter {
  /** One line of the part's log, in the tutorial's words; `traceId` where it belongs to a call: its trace or, where that has none, the id of its hop. */
  log(line: string, traceId?: string): void;
  hop(hop: Hop): void;
  /** The print of a credential in the run that this part belongs to; for `hopOf`. */
  readonly print: Print;
}

/** A part that runs in this process. */
export interface RunningPart {
  /** Base URL without a trailing slash, e.g. `http://localhost:10000`. */
  readonly url: string;
  /** What the part is, e.g. `Llama Stack 0.2.3`. */
  readonly version: string;
  /** Ends it: open connections are closed, nothing is left listening. */
  close(): Promise<void>;
}
