import type { Condition } from '../../src/evidence/condition.ts';
import type { Around } from './around.ts';

/** What a look saw of one thing. Its title is that of its row, unless it says so itself. */
export type Seen = Omit<Condition, 'id' | 'title'> & { readonly title?: string };

/** One condition: what it looks at, and how; `Looked` is the slice of its surroundings that it takes. A row of the tables in `conditions.ts`. */
export interface ConditionRow<Looked = Around> {
  /** Unique among the conditions. */
  readonly id: string;
  readonly title: string;
  /** What it looks at, as docs/doctor.md says it. */
  readonly about: string;
  /** What to do where it is no success, as docs/doctor.md says it. */
  readonly wayOut: string;
  /** Who needs it: every lab; only somebody who reads along, and types commands by hand; or nobody but who asks the doctor. */
  readonly neededBy: 'lab' | 'reader' | 'doctor';
  /**
   * Looks, and changes nothing. A line for each thing, none where there is nothing to look at. What it throws becomes a line; `signal` ends when its
   * time is over.
   */
  look(around: Looked, signal: AbortSignal): Promise<readonly Seen[]>;
}
