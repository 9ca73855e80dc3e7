import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Hop } from '../evidence/hop.ts';
import type { LogLine } from '../evidence/log-line.ts';
import type { ShownToken } from '../evidence/shown-token.ts';
import type { SessionState } from './state.ts';

/** One tool call as the parts saw it: its hops in the order of the token's way, and what the tool server logged meanwhile. */
export interface Call {
  readonly traceId: string;
  readonly hops: readonly Hop[];
  readonly toolLog: readonly LogLine[];
}

const TOKENS_WAY: readonly string[] = ['stack', 'mcp', 'tool'];

/** A call by its trace: the hops that are known of it so far, which may be none. */
export function callOf(state: SessionState, traceId: string): Call {
  return {
    traceId,
    hops: state.hops.filter((hop) => hop.traceId === traceId && TOKENS_WAY.includes(hop.to)).toSorted(alongTheWay),
    toolLog: (state.logs.tool ?? []).filter((line) => line.traceId === traceId),
  };
}

/** Whether every part on the way was reached and has answered. */
export function isFinished({ hops }: Call): boolean {
  return TOKENS_WAY.every((to) => hops.some((hop) => hop.to === to && hop.answer !== undefined));
}

/** The newest call, finished or under way, whoever made it. */
export function newestCall(state: SessionState): Call | undefined {
  return callSince(state, 0);
}

/** The newest call that reached the stack server at `since` (milliseconds since the epoch) or later, whatever became of it. */
export function callSince(state: SessionState, since: number): Call | undefined {
  const newest = state.hops.findLast(({ to }) => to === 'stack');
  return newest?.traceId !== undefined && newest.at >= since ? callOf(state, newest.traceId) : undefined;
}

/** The call that a step made or looked at this time; undefined while there is none. */
export function callOfStep(state: SessionState, id: string): Call | undefined {
  const traceId = state.steps.find((step) => step.id === id)?.call;
  return traceId === undefined ? undefined : callOf(state, traceId);
}

/** The call by which a step of this run was proved; undefined where it is not, or not any more. */
export function provedCall(state: SessionState, id: string): Call | undefined {
  const proved = state.steps.some((step) => step.id === id && step.status === 'done');
  return proved ? callOfStep(state, id) : undefined;
}

/** The hop that reached the tool: the one that decides. */
export function toolHop(call: Call): Hop | undefined {
  return call.hops.find(({ to }) => to === 'tool');
}

/** What the tool answered last to this very token; undefined while it was not shown it. */
export function answerTo({ hops }: SessionState, { claims }: ShownToken): Hop['answer'] {
  return hops.findLast(
    ({ to, credential, answer }) => to === 'tool' && answer && isDeepStrictEqual(credential.token?.claims, claims),
  )?.answer;
}

function alongTheWay(a: Hop, b: Hop): number {
  return TOKENS_WAY.indexOf(a.to) - TOKENS_WAY.indexOf(b.to) || a.at - b.at;
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
