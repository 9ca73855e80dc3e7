import { type Call, callOf, callOfStep, decidingHop, newestCall } from '../../src/lesson/call.ts';
import type { CallExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Way } from '../../src/lesson/way.ts';
import { SPOKEN_CLAIMS } from './claims.ts';
import { contentText, toolResult } from './tool-result.ts';
import { JUDGE, WAY } from './way.ts';

/**
 * The call of a step: while it is made, once it was made, and where the newest try made none, that there is one from before. Where it is `toBeRefused`, a
 * yes of the last of the way is wrong.
 */
export function callOfStepExhibit(
  state: SessionState,
  id: string,
  title: string,
  way: Way = WAY,
  toBeRefused = false,
): readonly CallExhibit[] {
  const step = state.steps.find((each) => each.id === id);
  const acting = step?.status === 'running' || step?.status === 'verifying';
  const call = callOfStep(state, id, way);
  const earlier = acting || step?.status === 'done' ? undefined : earlierWords(state, step?.earlierCall, way);
  if (!call && !acting && earlier === undefined) return [];
  const shown = call ?? { traceId: '', way, hops: [], log: [] };
  const decided = decidingHop(shown);
  const judged = toBeRefused && decided?.answer?.ok ? { ...shown, wronglyAccepted: [decided.id] } : shown;
  return [{ ...callExhibit(title, judged), over: !acting, earlier }];
}

/** The newest call, whoever made it. */
export function newestCallExhibit(state: SessionState, way: Way = WAY): readonly CallExhibit[] {
  const call = newestCall(state, way);
  const acting = state.steps.some(({ status }) => status === 'running' || status === 'verifying');
  return call ? [{ ...callExhibit('The newest call, hop by hop', call), over: !acting }] : [];
}

function callExhibit(title: string, call: Call): CallExhibit {
  // A way that ends before the tool is one on which somebody else decides.
  const end = call.way.at(-1);
  const judge = end === undefined || end === 'tool' ? JUDGE : end;
  return { kind: 'call', title, call, judge, claims: SPOKEN_CLAIMS, result: resultWords(call) };
}

/** The code, and the first line of the text; where the stack server had no result, what it said instead. */
function resultWords(call: Call): string | undefined {
  const result = toolResult(call);
  if (result) return `error_code ${result.error_code}, ${contentText(result).split('\n', 1)[0]}`;
  const { status, text } = call.hops.find(({ to }) => to === call.way[1])?.answer ?? {};
  return status && `${status}, ${text}`;
}

/** The call before this one, which must not be taken for a proof: only that it was there, and what the tool said then. */
function earlierWords(state: SessionState, traceId: string | undefined, way: Way): string | undefined {
  const decided = traceId === undefined ? undefined : decidingHop(callOf(state, traceId, way));
  if (!decided?.answer) return undefined;
  const time = new Date(decided.at).toISOString().slice(11, 19);
  return `earlier call, ${time} UTC: tool ${decided.answer.status}; it says nothing about now`;
}
