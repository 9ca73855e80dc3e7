import type { Hop } from '../evidence/hop.ts';
import type { PartState } from '../evidence/part-state.ts';

/** A hop as it is kept. */
export interface KnownHop extends Hop {
  /** When its party ended before it had answered, in milliseconds since the epoch: no answer will come. */
  readonly lostAt?: number;
}

/** The hops after a part has become something else: where it does not run any more, what it had not answered is lost. Pure. */
export function hopsAfter(hops: readonly KnownHop[], { part, status }: PartState, at: number): readonly KnownHop[] {
  const isLost = ({ to, answer, lostAt }: KnownHop) => to === part && answer === undefined && lostAt === undefined;
  if (status === 'ready' || !hops.some(isLost)) return hops;
  return hops.map((known) => (isLost(known) ? { ...known, lostAt: at } : known));
}
