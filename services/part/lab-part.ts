import type { TutorialError } from '../../src/errors.ts';

/** A part that runs, whose ever it is: the same to the lab beyond the word that says so. */
export interface LabPart {
  /** `bundled`: a process of ours. `container`: one that we made. `own`: the learner's. */
  readonly kind: 'bundled' | 'container' | 'own';
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly version: string;
  /** The process or container it runs in, e.g. `pid 4711`; empty where that is not known. */
  readonly place: string;
  /** Resolves when it ended without being asked to. Never rejects. */
  readonly ended: Promise<TutorialError>;
  /** Ends what is ours, and lets go of what is not. Safe to call twice. */
  close(): Promise<void>;
}
