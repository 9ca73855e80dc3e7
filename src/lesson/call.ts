import * as z from 'zod';
import type { Hop, LogLine, Party } from '../../services/evidence.ts';
import type { SessionState } from './state.ts';

/** One tool call as the parts saw it: its hops in the order of the token's way, and what the tool server logged meanwhile. */
export interface Call {
  readonly traceId: string;
  readonly hops: readonly Hop[];
  readonly toolLog: readonly LogLine[];
}

const TOKENS_WAY: readonly Party[] = ['stack', 'mcp', 'tool'];

/** The calls whose every hop is known and answered, oldest first. Calls made by hand are among them. */
export function finishedCalls(state: SessionState): readonly Call[] {
  const traces = [...new Set(state.hops.filter(({ to }) => to === 'stack').map(({ traceId }) => traceId))];
  return traces
    .map((traceId) => callOf(state, traceId))
    .filter(({ hops }) => TOKENS_WAY.every((to) => hops.some((hop) => hop.to === to && hop.answer !== undefined)));
}

/** The newest call, finished or under way: the hops that are known of it so far. */
export function newestCall(state: SessionState): Call | undefined {
  const traceId = state.hops.findLast(({ to }) => to === 'stack')?.traceId;
  return traceId === undefined ? undefined : callOf(state, traceId);
}

/** The newest call that the tool refused, or answered. */
export function lastCall(state: SessionState, answer: 'refused' | 'answered'): Call | undefined {
  return finishedCalls(state).findLast((call) => toolHop(call)?.answer?.ok === (answer === 'answered'));
}

/** The hop that reached the tool: the one that decides. */
export function toolHop(call: Call): Hop | undefined {
  return call.hops.find(({ to }) => to === 'tool');
}

function callOf(state: SessionState, traceId: string): Call {
  return {
    traceId,
    hops: state.hops.filter((hop) => hop.traceId === traceId && TOKENS_WAY.includes(hop.to)).toSorted(alongTheWay),
    toolLog: state.logs.tool.filter((line) => line.traceId === traceId),
  };
}

function alongTheWay(a: Hop, b: Hop): number {
  return TOKENS_WAY.indexOf(a.to) - TOKENS_WAY.indexOf(b.to) || a.at - b.at;
}

const toolResultSchema = z.object({ content: z.string(), error_code: z.number() });
export type ToolResult = z.infer<typeof toolResultSchema>;

/** What the stack server answered to the caller, or undefined where that was no tool result. */
export function toolResult(call: Call): ToolResult | undefined {
  const body = call.hops.find(({ to }) => to === 'stack')?.exchange.response?.body;
  if (body === undefined) return undefined;
  try {
    return toolResultSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** The text inside a result's content, which is a string that holds JSON. */
export function contentText(result: ToolResult): string {
  try {
    return z.object({ text: z.string() }).parse(JSON.parse(result.content)).text;
  } catch {
    return result.content;
  }
}
