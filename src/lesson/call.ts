import type { Hop } from '../evidence/hop.ts';
import type { IssuedToken } from '../evidence/issued-token.ts';
import type { LogLine } from '../evidence/log-line.ts';
import { callIdOf, type JoinedHops, joinedHops } from './joined-hops.ts';
import type { SessionState } from './state.ts';
import { legsOf, mainWayOf, type Way } from './way.ts';

/** One call along a way, as the parties on it saw it. What is left out of how its hops were joined is none: a trace joins them all. */
export interface Call extends Partial<Pick<JoinedHops, 'byPrint' | 'ambiguous'>> {
  /** Its trace; where whoever made it passed none on, the id of its first hop. */
  readonly traceId: string;
  /** Empty where it is known only by its hops, e.g. of a login, which goes to and fro. */
  readonly way: Way;
  /** In the order of the way. */
  readonly hops: readonly Hop[];
  /** What the last of the way logged meanwhile. */
  readonly log: readonly LogLine[];
  /** The hops, by id, that were answered with a yes where it had to be a no; none where it is left out. */
  readonly wronglyAccepted?: readonly string[];
}

/** How a hop of a call was answered, and whether that is as it should be; undefined where it was not. */
export function answerIn(
  { wronglyAccepted }: Pick<Call, 'wronglyAccepted'>,
  { id, answer }: Hop,
): { readonly ok: boolean; readonly status: string } | undefined {
  if (!answer || !wronglyAccepted?.includes(id)) return answer;
  return { ok: false, status: `${answer.status}, wrongly accepted` };
}

/** A call by its id: the hops that are known of it so far, which may be none. */
export function callOf({ hops, logs }: SessionState, traceId: string, way: Way): Call {
  const joined = joinedHops(hops, traceId, way);
  const traces = new Set([traceId, ...joined.hops.map(callIdOf)]);
  return {
    traceId,
    way,
    ...joined,
    log: (logs[way.at(-1) ?? ''] ?? []).filter((line) => line.traceId !== undefined && traces.has(line.traceId)),
  };
}

/** Whether every party on the way was reached and has answered; whoever may be asked on the way has answered before the one who asks. */
export function isFinished({ way, hops }: Call): boolean {
  return mainWayOf(way)
    .slice(1)
    .every((to) => hops.some((hop) => hop.to === to && hop.answer !== undefined));
}

/** The parties on the way of a call that is over whom nobody saw asked: they were not, or past all who look, or it may have been by another call. */
export function unseenParties({ way, hops }: Pick<Call, 'way' | 'hops'>): readonly string[] {
  if (!hops.some(({ to, answer }) => to === way[1] && answer)) return [];
  return mainWayOf(way)
    .slice(1)
    .filter((party) => !hops.some(({ to }) => to === party));
}

/** The newest call, finished or under way, whoever made it. */
export function newestCall(state: SessionState, way: Way): Call | undefined {
  return callSince(state, 0, way);
}

/** The newest call that set out on this way at `since` (milliseconds since the epoch) or later, whatever became of it. */
export function callSince(state: SessionState, since: number, way: Way): Call | undefined {
  const newest = state.hops.findLast(({ to, aside }) => to === way[1] && !aside);
  return newest && newest.at >= since ? callOf(state, callIdOf(newest), way) : undefined;
}

/** The call that a step made or looked at this time; undefined while there is none. */
export function callOfStep(state: SessionState, id: string, way: Way): Call | undefined {
  const traceId = state.steps.find((step) => step.id === id)?.call;
  return traceId === undefined ? undefined : callOf(state, traceId, way);
}

/** The call by which a step of this run was proved; undefined where it is not, or not any more. */
export function provedCall(state: SessionState, id: string, way: Way): Call | undefined {
  const proved = state.steps.some((step) => step.id === id && step.status === 'done');
  return proved ? callOfStep(state, id, way) : undefined;
}

/** The hop that reached the last of the way: the one that decides. */
export function decidingHop({ way, hops }: Pick<Call, 'way' | 'hops'>): Hop | undefined {
  return hops.find(({ to }) => to === way.at(-1));
}

/** What a part answered last to this very token; undefined while it was not shown it. */
export function answerTo({ hops }: SessionState, { print }: Pick<IssuedToken, 'print'>, part: string): Hop['answer'] {
  return hops.findLast(({ to, credential, answer }) => to === part && answer && credential.print === print)?.answer;
}

/** From one party to the next, and what is known of it. */
export interface Leg {
  readonly from: string;
  readonly to: string;
  /** Undefined while it is not known. */
  readonly hop: Hop | undefined;
  /** What has to be said of how it is known, or why it is not, in a few words; undefined where nothing has. */
  readonly note?: string | undefined;
}

/** What is said of a hop that no trace joins to its call. */
const BY_PRINT = 'put together by its print';
/** What is said of a leg whose hop may be another call's. */
const AMBIGUOUS = 'not seen: calls with equal credentials at once';

/** The legs of a call: those of its way, or where it has none, its hops as they went. */
export function legsOfCall({ way, hops, byPrint, ambiguous }: Omit<Call, 'traceId' | 'log'>): readonly Leg[] {
  if (way.length === 0) return hops.map((hop) => ({ from: hop.from, to: hop.to, hop }));
  return legsOf(way).map(([from, to]) => {
    const hop = hops.find((each) => each.to === to);
    const note = hop ? hopNote({ byPrint }, hop) : ambiguous?.includes(to) ? AMBIGUOUS : undefined;
    return { from, to, hop, ...(note !== undefined && { note }) };
  });
}

/** What has to be said of how one of its hops is known; undefined where nothing has. */
export function hopNote({ byPrint }: Pick<Call, 'byPrint'>, { id }: Hop): string | undefined {
  return byPrint?.includes(id) ? BY_PRINT : undefined;
}

/** What has to be said of how the legs of a call are known: `porter → butler: put together by its print`. */
export function legNotes(call: Omit<Call, 'traceId' | 'log'>): readonly string[] {
  return legsOfCall(call).flatMap(({ from, to, note }) => (note === undefined ? [] : [`${from} → ${to}: ${note}`]));
}

/** All that happened in a trace, in the order in which it began, with what was asked along the way by parties that passed the trace on to nobody. */
export function callAsItWent({ hops }: SessionState, traceId: string, along: Way): Call {
  const joined = new Set(joinedHops(hops, traceId, along).hops);
  const known = hops.filter((hop) => hop.traceId === traceId || joined.has(hop)).toSorted((a, b) => a.at - b.at);
  return { traceId, way: [], hops: known, log: [] };
}
