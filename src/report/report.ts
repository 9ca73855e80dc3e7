import type { Failure } from '../evidence/failure.ts';
import type { PartState } from '../evidence/part-state.ts';
import type { ShownToken } from '../evidence/shown-token.ts';
import type { CheckResult } from '../lesson/events.ts';
import type { Exhibit } from '../lesson/exhibit.ts';
import type { StepStatus } from '../lesson/state.ts';
import type { VerifiedRow } from '../verify/document.ts';

/** The name of the report as data (`--format json`); the number goes up when a reader of the old one could go wrong. */
export const REPORT_SCHEMA = 'tutorial-tui/report@1';

/** What is told of a record, whatever its format. All that comes from outside in it was redacted before it became evidence, and is text. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  /** What is told of. */
  readonly of: 'lesson' | 'verification';
  readonly title: string;
  /** What it came to, as a sentence without a full stop. */
  readonly headline: string;
  /** Whether all that was asked for is so. */
  readonly tone: Tone;
  readonly standing: RunStanding;
  /** A name from the table of exit codes, and its code; undefined where the run has not ended by itself. */
  readonly outcome?: string;
  readonly exitCode?: number;
  /** Why it did not come to its end, or not to a good one. */
  readonly failure?: Failure;
  /** What has to be known before it is believed, a sentence each: what of the record could not be read, which part did not start at once. */
  readonly notes: readonly string[];
  readonly program: { readonly version: string; readonly node?: string; readonly platform?: string };
  /** When it began, in milliseconds since the epoch, and how long it took, in milliseconds. */
  readonly at: number;
  readonly tookMs: number;
  /** Whose tokens were sent, of a verification. */
  readonly issuer?: string;
  /** In their order. */
  readonly groups: readonly ReportGroup[];
  readonly parts: readonly ReportedPart[];
  readonly tokens: readonly ReportedToken[];
  readonly predictions: readonly ReportedPrediction[];
}

/** Whether a thing is as it should be: so, not so, or nothing that tells. */
export type Tone = 'good' | 'bad' | 'open';

/** Whether its run has ended; `broken-off` without a verdict: it was killed, or what is on record is not all. */
export type RunStanding = 'ended' | 'goes-on' | 'broken-off';

/** A chapter with its steps, or a door with its rows. */
export interface ReportGroup {
  readonly id: string;
  readonly title: string;
  /** The address of a door, and what it was found to be. */
  readonly url?: string;
  readonly is?: string;
  readonly entries: readonly ReportEntry[];
}

/** A step, or a row of a verification. */
export interface ReportEntry {
  readonly id: string;
  readonly title: string;
  readonly status: StepStatus | VerifiedRow['verdict'];
  readonly tone: Tone;
  /** The status as it is said. */
  readonly words: string;
  /** The one sentence to remember of a step. */
  readonly keyIdea?: string;
  /** What was seen: of a step what its checks saw, of a row what was answered. */
  readonly saw: string;
  /** When it began and how long it took, where it was begun. */
  readonly at?: number;
  readonly tookMs?: number;
  /** Where it is written what has to come of a row, e.g. `RFC 6750, section 3.1`. */
  readonly rule?: string;
  readonly checks: readonly CheckResult[];
  readonly failure?: Failure;
  /** What there is to see of it. */
  readonly exhibits: readonly Exhibit[];
}

/** A part of the lab. */
export interface ReportedPart extends PartState {
  /** How it came and went, oldest first. */
  readonly history: readonly { readonly status: PartState['status']; readonly at: number }[];
}

/** A token that was issued, or that a hop carried. */
export interface ReportedToken {
  /** What the lesson calls it; of one that was only seen, where. */
  readonly name: string;
  readonly print: string;
  readonly token: ShownToken;
}

/** What was said before a step was done, and what was so. */
export interface ReportedPrediction {
  /** The step, by its id. */
  readonly step: string;
  readonly question: string;
  /** Undefined where nothing was said. */
  readonly said?: SaidInReport;
  readonly saidAgain?: SaidInReport;
  readonly wasSo: string;
}

/** What was predicted, in the words of the choice. */
export interface SaidInReport {
  readonly text: string;
  readonly right: boolean;
}
