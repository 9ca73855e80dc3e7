/** What kinds of things of ours there are, in the order in which they are ended: who holds something goes before what is held. */
export const KINDS = ['lab', 'run', 'process', 'container', 'data', 'file'] as const;
/** One of them. */
export type ThingKind = (typeof KINDS)[number];

/** Something of ours that was found on this machine. */
export interface Thing {
  readonly kind: ThingKind;
  /** Names it among all that are found now and later: a run, a container's id, a path, a process with its begin. */
  readonly id: string;
  /** It, for the eye. */
  readonly what: string;
  /** Why it is ended, or left. */
  readonly because: string;
  /** Ends it; left out of what stays. Throws where it does not end: a TimeoutError where it was waited for in vain. */
  readonly end?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** How a person ends it. */
  readonly byHand?: string | undefined;
}

/** What was found, and what could not be looked at, a sentence each. */
export interface Inventory {
  readonly things: readonly Thing[];
  readonly notes: readonly string[];
}
