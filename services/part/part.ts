import type { TutorialError } from '../../src/errors.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { PortChoice } from '../wire/listen.ts';

/** A part that runs, whose ever it is: the same to the lab beyond the word that says so. */
export interface Part {
  /** What the lab calls it, e.g. `stack`. */
  readonly name: string;
  /** `bundled`: a process of ours. `container`: one that we made. `own`: the learner's. */
  readonly kind: 'bundled' | 'container' | 'own';
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** What it is, e.g. `Llama Stack 0.2.3 API`; empty where that is not known. */
  readonly version: string;
  /** The process or container it runs in, e.g. `pid 4711`; empty where that is not known. */
  readonly place: string;
  /** Whether it tells what reaches it, and its log. Of one that does not, a tap before it tells what passes (`tapped-part.ts`). */
  readonly reports: boolean;
  /** Resolves when it ended without being asked to. Never rejects. */
  readonly ended: Promise<TutorialError>;
  /** Whether it still does anything, where that can be told without asking it what it is there for. Throws the reason of the signal. */
  lives?(signal: AbortSignal): Promise<boolean>;
  /** Why it does not answer now, of one whose end nobody tells; undefined where it does. Throws the reason of the signal. */
  silence?(signal: AbortSignal): Promise<TutorialError | undefined>;
  /** Ends what is ours, and lets go of what is not. Never throws; safe to call twice. */
  close(): Promise<void>;
}

/** Where a part of the lab comes from, before it is opened. */
export interface PartSource<P extends Part = Part> {
  /** The name of the part that it opens. */
  readonly name: string;
  /** Base URL of the learner's own server, where it opens one. */
  readonly own?: string;
  /** Looks whether the part can be had, and changes nothing. */
  look(signal: AbortSignal): Promise<Availability>;
  /** Gets ready what `open` would have to wait for, so many times over, where that can be: processes whose modules are loaded. */
  prepare?(wiring: PartWiring, signal: AbortSignal, times: number): Promise<void>;
  /** Throws a TutorialError, of kind part-unreachable where the part cannot be had. Nothing of it is left then. */
  open(wiring: PartWiring, signal: AbortSignal): Promise<P>;
  /** Makes a part that the learner started by hand one of this kind, or says why it cannot be; left out, it can be as it is. */
  adopt?(part: Part): Promise<P | { refused: string }>;
  /** Ends what was prepared and not opened. */
  close?(): Promise<void>;
}

/** Whether a part can be had, and what says so in a few words. */
export interface Availability {
  readonly passed: boolean;
  /** Whose it will be. */
  readonly kind: Part['kind'];
  readonly saw: string;
}

/** What a part tells of itself, and what it makes the prints of credentials with. The text is redacted. */
export interface PartListener {
  /** Of this run: the same for all of its parts, and for nobody else. */
  readonly salt: Secret;
  /** `at` in milliseconds since the epoch; `traceId` where the line belongs to a call that is traced. */
  onLog(text: string, at: number, traceId?: string): void;
  onHop(hop: Hop): void;
}

/** By names that the part knows. */
export type Secrets = Readonly<Record<string, Secret>>;

/** How a part is wanted, beside what its lab tells each of its kind. */
export interface PartWish {
  /** Options of `serve` that it has. */
  readonly args: readonly string[];
  /** What it alone is told. */
  readonly secrets: Secrets;
}

/** What a part may use of the lab that it becomes a part of. */
export interface PartWiring extends PartListener {
  readonly wish: PartWish;
  /** Where it is wanted. */
  readonly port: PortChoice;
  /** Base URL of another part; where that does not run, the one it would have. */
  url(part: string): string;
  /** The issuer of the lab's identity provider. */
  readonly issuer: string;
  /** Whom the user's token names in `aud` there; undefined where no login names anybody. */
  readonly audience?: string | undefined;
  /** Where a part may keep what it writes during this run; undefined where nothing can be written. */
  readonly dataFolder: string | undefined;
  onProgress(progress: WorkProgress): void;
}

/** Where long work is. */
export interface WorkProgress {
  /** One line for the eye, e.g. `layer 3 of 7 · 120 of 210 MB · 12 s`. */
  readonly text: string;
  /** How much of it is done, 0 to 1, where that is known. */
  readonly fraction?: number;
}
