import type { FailureKind } from '../errors.ts';
import type { SessionEvent } from './events.ts';
import type { Exhibit } from './exhibit.ts';
import type { FormValues, StepForm } from './form.ts';
import type { Shell } from './shell.ts';
import type { SessionState } from './state.ts';

/** What a person would type to do the step, or to see that it is done. */
export interface Command {
  /** For the shell that was asked for. */
  text: string;
  /** A request ends by itself; a server runs until it is ended. */
  kind: 'request' | 'server';
  /** What one sees when it worked. */
  shows: string;
}

/** A question before the step, which it then answers. */
export interface Prediction {
  question: string;
  choices: readonly string[];
  /** Index into `choices`. */
  answer: number;
  because: string;
}

/** What a step may do: act through the lab, tell what happens, stop when asked to. */
export interface StepContext<Lab> {
  readonly lab: Lab;
  readonly signal: AbortSignal;
  /** Whether somebody reads along, so that what is to be watched may take the time that eyes need. */
  readonly watched: boolean;
  /** When the step began, in milliseconds since the epoch; what happened before is no proof of it. */
  readonly since: number;
  state(): SessionState;
  /** Says where long work is; `fraction` from 0 to 1 where that is known. */
  progress(text: string, fraction?: number): void;
  tell(event: ToldByStep): void;
}
type ToldByStep = {
  [K in 'findings' | 'conditions' | 'call' | 'exchange']: Omit<Extract<SessionEvent, { type: K }>, 'at'>;
}['findings' | 'conditions' | 'call' | 'exchange'];

/** What a check came to. */
export interface Verdict {
  passed: boolean;
  /** What was seen, in a few words; it becomes the step's line. */
  saw: string;
  /** What to do about this very failure; the step's second hint where it is not said. */
  next?: string;
}

/** A read-only look at the world. */
export interface Check<Lab, Made = unknown> {
  readonly id: string;
  readonly title: string;
  /** Whether there is anything to look at in this lab; there is where it is left out. Where there is not, nothing is said of it. */
  applies?(lab: Lab): boolean;
  /** `made` is what the step's `run` has just made; undefined where the learner did the step by hand. */
  look(context: StepContext<Lab>, made?: Made): Promise<Verdict>;
}

/** What a step would only wait for: it may be begun while earlier ones run. Whatever came of it, the step does all that it needs. */
export interface Ahead<Lab> {
  /** The step, by its id, after which it can be begun. */
  readonly once: string;
  begin(lab: Lab, signal: AbortSignal): Promise<unknown>;
}

/** One thing learned. It is done when its checks pass, never because `run` returned. What `run` makes is handed to its checks. */
export interface Step<Lab, Made = unknown> {
  /** Unique in the whole course; lower case, as it is typed after `--only`. */
  readonly id: string;
  readonly title: string;
  /** The steps that have to be done before it, by id; what those stand on is not repeated. None where it needs nothing. */
  readonly standsOn?: readonly string[];
  /** Why there is nothing to do of it in this lab, in a few words; undefined where there is, and where it is left out. What stands on it may not need it. */
  leftOut?(lab: Lab, signal: AbortSignal): string | undefined | Promise<string | undefined>;
  /** The part that it starts: where that has ended, the step is not what others can stand on any more. */
  readonly starts?: string;
  /** What it would only wait for, begun earlier where nobody reads along. */
  readonly ahead?: Ahead<Lab>;
  /** The one sentence to remember. */
  readonly keyIdea: string;
  /** Paragraphs. */
  readonly explanation: readonly string[];
  /** Further paragraphs: what this lab has otherwise than the words say. */
  here?(lab: Lab): readonly string[];
  /** Paragraphs that would give the prediction away, so that they are read when the step is done. */
  readonly afterwards?: readonly string[];
  readonly prediction?: Prediction;
  /** Whether it goes otherwise in this lab, and what stands in `here` says how: then nobody is asked to predict it. */
  foregone?(lab: Lab): boolean;
  /** What it asks for each time before it acts; without one, it asks for nothing. */
  readonly form?: StepForm;
  /** What there is to see of it as the session stands, in the order in which it is shown; nothing before there is anything. */
  exhibits?(state: SessionState): readonly Exhibit[];
  /** Three rungs: a nudge, a pointer, the answer. */
  readonly hints: readonly [string, string, string];
  /** What kind of failure a failed check is; `check-failed` unless said otherwise. */
  readonly failsAs?: FailureKind;
  byHand(lab: Lab, shell: Shell): readonly Command[];
  /** Why there is nothing to type, where there is not, as a sentence or two. It gives no prediction away. */
  readonly notByHand?: string;
  /** `values` are those of its form, as they are taken (`takenValues`); none where it has no form. */
  run(context: StepContext<Lab>, values: FormValues): Promise<Made>;
  readonly checks: readonly Check<Lab, Made>[];
}
