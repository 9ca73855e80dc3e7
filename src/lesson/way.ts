/**
 * The parties that a call passes, in order: the first one makes it, the last one decides. One that stands there twice asks those between, is answered,
 * and goes on: `you, clerk, archive, clerk, gate`.
 */
export type Way = readonly string[];

type Pair = readonly [from: string, to: string];

/** The legs of a way, in its order. Back to whoever asked goes an answer, which is no leg. */
export function legsOf(way: Way): readonly Pair[] {
  return way.flatMap((to, index): Pair[] => {
    const from = way[index - 1];
    return from === undefined || way.indexOf(to) < index ? [] : [[from, to]];
  });
}

/** The parties that a call goes through to its end, without those that one of them may ask on the way. */
export function mainWayOf(way: Way): Way {
  return way.filter((party, index) => way.indexOf(party) === index && !isAskedOnTheWay(way, index));
}

function isAskedOnTheWay(way: Way, index: number): boolean {
  return way.slice(0, index).some((before) => way.lastIndexOf(before) > index);
}
