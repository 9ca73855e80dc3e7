import type { Hop } from '../evidence/hop.ts';
import { legsOf, mainWayOf, type Way } from './way.ts';

/** Milliseconds by which a hop may seem to begin before the one that it is part of, or to end after it: two parties told of them. */
const SLACK_MS = 50;

/** What a call is known by: its trace or, where whoever made it passed none on, the id of its first hop. */
export function callIdOf({ traceId, id }: Pick<Hop, 'traceId' | 'id'>): string {
  return traceId ?? id;
}

/**
 * The hops of a call along a way, in its order: those of its trace. Where a party passed no trace on, what it asked the next one is known by print and
 * time: it carried the same credential, or none likewise, and it happened while the party itself was being asked.
 */
export function hopsOfCall(known: readonly Hop[], callId: string, way: Way): readonly Hop[] {
  const all = known.filter(({ aside }) => !aside);
  const main = mainWayOf(way);
  const ids = new Set([callId]);
  const isKnown = (hop: Hop) => ids.has(callIdOf(hop));
  let before: readonly Hop[] = [];
  return legsOf(way).flatMap(([from, to]) => {
    const place = main.indexOf(to);
    if (place === -1) return askedOnTheWay(all.filter((hop) => hop.from === from && hop.to === to && isKnown(hop)));
    const there = all.filter((hop) => hop.to === to);
    if (before.length > 0 && !there.some(isKnown)) {
      const earlier = all.filter((hop) => main.slice(1, place).includes(hop.to));
      for (const [inner, outer] of joined(earlier, there, before[0]?.to))
        if (before.includes(outer)) ids.add(callIdOf(inner));
    }
    const reached = there.filter(isKnown).toSorted((a, b) => a.at - b.at);
    if (reached.length > 0) before = reached;
    return reached;
  });
}

/** Both ends may tell of it; whoever asked knows what came of it. */
function askedOnTheWay(told: readonly Hop[]): readonly Hop[] {
  const byAsker = told.filter(({ seenBy }) => seenBy === 'sender');
  return byAsker.length > 0 ? byAsker : told;
}

/** Of the hops that no trace joins: each that reached the next party, with the one that it happened in. */
function joined(earlier: readonly Hop[], there: readonly Hop[], from: string | undefined): ReadonlyMap<Hop, Hop> {
  const [idsEarlier, idsThere] = [earlier, there].map((hops) => new Set(hops.map(callIdOf)));
  const outers = earlier.filter((hop) => hop.to === from && !idsThere?.has(callIdOf(hop)));
  const inners = there.filter((hop) => !idsEarlier?.has(callIdOf(hop))).toSorted((a, b) => a.at - b.at);
  const pairs = new Map<Hop, Hop>();
  for (const inner of inners) {
    const taken = (outer: Hop) => [...pairs.values()].filter((other) => other === outer).length;
    // Of several at once: one that has none yet, and of those the one that is over first, for the others have time for what comes later.
    const [outer] = outers
      .filter((each) => holds(each, inner))
      .toSorted((a, b) => taken(a) - taken(b) || endOf(a) - endOf(b) || a.at - b.at);
    if (outer) pairs.set(inner, outer);
  }
  return pairs;
}

/** Whether one hop can have happened in another. */
function holds(outer: Hop, inner: Hop): boolean {
  const endsInTime = inner.answer === undefined || endOf(inner) <= endOf(outer) + SLACK_MS;
  const beginsInTime = inner.at >= outer.at - SLACK_MS && inner.at <= endOf(outer) + SLACK_MS;
  return inner.credential.print === outer.credential.print && beginsInTime && endsInTime;
}

/** Milliseconds since the epoch; of one that is not answered, never. */
function endOf({ at, answer }: Hop): number {
  return answer ? at + answer.tookMs : Number.POSITIVE_INFINITY;
}
