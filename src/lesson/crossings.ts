import type { Hop } from '../evidence/hop.ts';
import type { Call } from './call.ts';
import { legsOf, mainWayOf } from './way.ts';

/** One leg of a call's way in one direction: a request that reached a party, or its answer on the way back. */
export interface Crossing {
  readonly hop: Hop;
  readonly brings: 'request' | 'answer';
}

/** A call crossing by crossing, in the order in which they happened: whoever is asked asks the next party before it answers. */
export function crossingsOf({ way, hops }: Pick<Call, 'way' | 'hops'>): readonly Crossing[] {
  if (way.length === 0) return hops.flatMap(bothWays);
  const asked = legsOf(way).map(([, to]) => to);
  const main = mainWayOf(way);
  const from = (place: number): Crossing[] => {
    const to = asked[place];
    if (to === undefined) return [];
    const here = hops.filter((hop) => hop.to === to);
    // Nobody has told of this leg.
    if (here.length === 0) return from(place + 1);
    // Who is asked on the way answers before the call goes on.
    const isPassed = main.includes(to);
    const crossings = here.flatMap((hop, index): Crossing[] => [
      { hop, brings: 'request' },
      // Of several tries, the last one went on.
      ...(isPassed && index === here.length - 1 ? from(place + 1) : []),
      ...(hop.answer ? [{ hop, brings: 'answer' } as const] : []),
    ]);
    return isPassed ? crossings : [...crossings, ...from(place + 1)];
  };
  return from(0);
}

function bothWays(hop: Hop): Crossing[] {
  return [{ hop, brings: 'request' }, ...(hop.answer ? [{ hop, brings: 'answer' } as const] : [])];
}
