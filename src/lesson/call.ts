import * as z from 'zod';
import type { Hop } from '../evidence/hop.ts';
import type { IssuedToken } from '../evidence/issued-token.ts';
import type { LogLine } from '../evidence/log-line.ts';
import type { SessionState } from './state.ts';

/** The parties that a call passes, in order: the first one makes it, the last one decides. */
export type Way = readonly string[];

/** One call along a way, as the parties on it saw it. */
export interface Call {
  readonly traceId: string;
  readonly way: Way;
  /** In the order of the way. */
  readonly hops: readonly Hop[];
  /** What the last of the way logged meanwhile. */
  readonly log: readonly LogLine[];
}

/** The legs of a way, in its order. */
export function legsOf(way: Way): readonly (readonly [from: string, to: string])[] {
  return way.slice(1).map((to, index) => [way[index] ?? '', to]);
}

// Goes with the presenters that do not draw exhibits yet.
const ONLY_WAY: Way = ['you', 'stack', 'mcp', 'tool'];

/** A call by its trace: the hops that are known of it so far, which may be none. */
export function callOf({ hops, logs }: SessionState, traceId: string, way: Way = ONLY_WAY): Call {
  const place = ({ to }: Hop) => way.indexOf(to, 1);
  return {
    traceId,
    way,
    hops: hops
      .filter((hop) => hop.traceId === traceId && place(hop) > 0)
      .toSorted((a, b) => place(a) - place(b) || a.at - b.at),
    log: (logs[way.at(-1) ?? ''] ?? []).filter((line) => line.traceId === traceId),
  };
}

/** Whether every party on the way was reached and has answered. */
export function isFinished({ way, hops }: Call): boolean {
  return way.slice(1).every((to) => hops.some((hop) => hop.to === to && hop.answer !== undefined));
}

/** The newest call, finished or under way, whoever made it. */
export function newestCall(state: SessionState, way: Way = ONLY_WAY): Call | undefined {
  return callSince(state, 0, way);
}

/** The newest call that set out on this way at `since` (milliseconds since the epoch) or later, whatever became of it. */
export function callSince(state: SessionState, since: number, way: Way = ONLY_WAY): Call | undefined {
  const newest = state.hops.findLast(({ to }) => to === way[1]);
  return newest?.traceId !== undefined && newest.at >= since ? callOf(state, newest.traceId, way) : undefined;
}

/** The call that a step made or looked at this time; undefined while there is none. */
export function callOfStep(state: SessionState, id: string, way: Way = ONLY_WAY): Call | undefined {
  const traceId = state.steps.find((step) => step.id === id)?.call;
  return traceId === undefined ? undefined : callOf(state, traceId, way);
}

/** The call by which a step of this run was proved; undefined where it is not, or not any more. */
export function provedCall(state: SessionState, id: string, way: Way = ONLY_WAY): Call | undefined {
  const proved = state.steps.some((step) => step.id === id && step.status === 'done');
  return proved ? callOfStep(state, id, way) : undefined;
}

/** The hop that reached the last of the way: the one that decides. */
export function decidingHop({ way, hops }: Pick<Call, 'way' | 'hops'>): Hop | undefined {
  return hops.find(({ to }) => to === way.at(-1));
}

/** What a part answered last to this very token; undefined while it was not shown it. */
export function answerTo({ hops }: SessionState, { print }: Pick<IssuedToken, 'print'>, part = 'tool'): Hop['answer'] {
  return hops.findLast(({ to, credential, answer }) => to === part && answer && credential.print === print)?.answer;
}

/** Llama Stack's content: a text, an item, or a list of items. */
const itemSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const toolResultSchema = z.object({
  content: z.union([z.string(), itemSchema, z.array(itemSchema)]).nullable(),
  error_code: z.number().nullable(),
});
/** What the stack server answered to a tool call. */
export type ToolResult = z.infer<typeof toolResultSchema>;

/** What the stack server answered to the caller, as the stack server saw it; undefined where that was no tool result. */
export function toolResult(call: Call): ToolResult | undefined {
  const body = call.hops.find(({ to }) => to === 'stack')?.exchange.response?.body;
  if (body === undefined) return undefined;
  try {
    return toolResultSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** The text inside a result's content: a string that holds an item as JSON (0.2.3), an item, or a list of them, a line each. */
export function contentText({ content }: ToolResult): string {
  if (typeof content === 'string') return textOf(content) ?? content;
  const items = Array.isArray(content) ? content : content ? [content] : [];
  return items.map((item) => item.text ?? JSON.stringify(item)).join('\n');
}

function textOf(json: string): string | undefined {
  try {
    return z.object({ text: z.string() }).parse(JSON.parse(json)).text;
  } catch {
    return undefined;
  }
}
