import type { KnownHop } from './known-hops.ts';
import { legsOf, mainWayOf, type Way } from './way.ts';

/** Milliseconds by which a hop may seem to begin before the one that it is part of, or to end after it: two parties told of them. */
const SLACK_MS = 50;
/** Milliseconds by which the times of two hops may be out where one party told of both: these are whole ones, and an answer is told of when it is there. */
const CLOCK_MS = 2;
/** Milliseconds after which nobody waits for an answer any more: a call whose party says nothing of its end is not under way for ever. */
const LONGEST_MS = 120_000;

/** What is known of a call along a way. */
export interface JoinedHops {
  /** In the order of the way. */
  readonly hops: readonly KnownHop[];
  /** Ids of those that no trace joins to the others: they are put together by print and time. */
  readonly byPrint: readonly string[];
  /** The parties that were asked by this call or by another one, and nothing tells by which. What was seen there is claimed by neither. */
  readonly ambiguous: readonly string[];
}

/** What a call is known by: its trace or, where whoever made it passed none on, the id of its first hop. */
export function callIdOf({ traceId, id }: Pick<KnownHop, 'traceId' | 'id'>): string {
  return traceId ?? id;
}

/** The hops of a call along a way, in its order. See joinedHops. */
export function hopsOfCall(known: readonly KnownHop[], callId: string, way: Way): readonly KnownHop[] {
  return joinedHops(known, callId, way).hops;
}

/**
 * The hops of a call along a way, in its order: those of its trace. Where a party passed no trace on, what it asked the next one is known by print and
 * time: it carried the same credential, or none likewise, and it happened while the party itself was being asked. Where that is so of several calls at
 * once, nobody can tell whose it is, and it is left to none.
 */
export function joinedHops(known: readonly KnownHop[], callId: string, way: Way): JoinedHops {
  const all = known.filter(({ aside }) => !aside);
  const main = mainWayOf(way);
  const ids = new Set([callId]);
  const byPrint: string[] = [];
  const ambiguous: string[] = [];
  const isKnown = (hop: KnownHop) => ids.has(callIdOf(hop));
  let before: readonly KnownHop[] = [];
  const hops = legsOf(way).flatMap(([from, to]) => {
    const place = main.indexOf(to);
    if (place === -1) return askedOnTheWay(all.filter((hop) => hop.from === from && hop.to === to && isKnown(hop)));
    const there = all.filter((hop) => hop.to === to);
    if (before.length > 0 && !there.some(isKnown)) {
      const earlier = all.filter((hop) => main.slice(1, place).includes(hop.to));
      for (const [inner, outers] of untraced(earlier, there, before[0]?.to)) {
        const ours = outers.filter((outer) => before.includes(outer));
        if (ours.length === 0) continue;
        if (ours.length === outers.length) {
          ids.add(callIdOf(inner));
          byPrint.push(inner.id);
        } else if (!ambiguous.includes(to)) ambiguous.push(to);
      }
    }
    const reached = there.filter(isKnown).toSorted((a, b) => a.at - b.at);
    if (reached.length > 0) before = reached;
    return reached;
  });
  return { hops, byPrint, ambiguous };
}

/** Both ends may tell of it; whoever asked knows what came of it. */
function askedOnTheWay(told: readonly KnownHop[]): readonly KnownHop[] {
  const byAsker = told.filter(({ seenBy }) => seenBy === 'sender');
  return byAsker.length > 0 ? byAsker : told;
}

/** Of the hops that no trace joins: each that reached the next party, with those that it can have happened in. */
function untraced(
  earlier: readonly KnownHop[],
  there: readonly KnownHop[],
  from: string | undefined,
): [KnownHop, readonly KnownHop[]][] {
  const [idsEarlier, idsThere] = [earlier, there].map((hops) => new Set(hops.map(callIdOf)));
  const outers = earlier.filter((hop) => hop.to === from && !idsThere?.has(callIdOf(hop)));
  const inners = there.filter((hop) => !idsEarlier?.has(callIdOf(hop)));
  return inners.map((inner) => [inner, holdersOf(inner, outers)]);
}

/** The hops that this one can have happened in. What lies in one is not looked for in those that it would stick out of. */
function holdersOf(inner: KnownHop, outers: readonly KnownHop[]): readonly KnownHop[] {
  const fits = outers
    .filter(({ credential }) => credential.print === inner.credential.print)
    .map((outer) => ({ outer, out: sticksOut(inner, outer) }))
    .filter(({ out }) => out <= SLACK_MS)
    .toSorted((a, b) => a.out - b.out);
  const [best] = fits;
  if (!best || best.out > CLOCK_MS) return fits.map(({ outer }) => outer);
  return fits
    .filter(({ outer, out }) => out === best.out || (out <= CLOCK_MS && areAtOnce(outer, best.outer)))
    .map(({ outer }) => outer);
}

/** Milliseconds by which one hop begins before another, or ends after it, whichever is more; 0 where it lies in it. */
function sticksOut(inner: KnownHop, outer: KnownHop): number {
  const late = inner.answer ? endOf(inner) : inner.at;
  return Math.max(0, outer.at - inner.at, late - endOf(outer));
}

/** Whether two hops were under way at the same time, and not one after the other. */
function areAtOnce(one: KnownHop, other: KnownHop): boolean {
  return Math.min(endOf(one), endOf(other)) - Math.max(one.at, other.at) > CLOCK_MS;
}

/** Milliseconds since the epoch; of one that is not answered, when its party ended, or else when it would be over at the latest. */
function endOf({ at, answer, lostAt }: KnownHop): number {
  return answer ? at + answer.tookMs : (lostAt ?? at + LONGEST_MS);
}
