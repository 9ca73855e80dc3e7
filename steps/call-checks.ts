import { setTimeout as sleep } from 'node:timers/promises';
import type { ToolInvocationResult } from '../services/clients/stack-answers.ts';
import type { Lab } from '../services/lab.ts';
import type { Secret } from '../services/secret.ts';
import { newTraceId } from '../services/traceparent.ts';
import { type Call, callOf, callSince, contentText, isFinished, toolHop, toolResult } from '../src/lesson/call.ts';
import type { Check, Step, StepContext, Verdict } from '../src/lesson/step.ts';
import type { StepId } from '../src/lesson/step-ids.ts';
import { toolServer } from './1b-tool-server.ts';
import { mcpServer } from './1c-mcp-server.ts';
import { stackServer } from './2a-stack-server.ts';

/** What a call has to leave behind. */
export interface ExpectedCall {
  errorCode: number;
  text: (lab: Lab) => string;
  /** `subject` is the sub claim of the token that reached the tool. */
  toolLog: (lab: Lab, subject: string) => readonly string[];
}

/** A call that a step made: the trace that all its hops carry, and what came back. */
export interface MadeCall {
  readonly traceId: string;
  readonly result: Pick<ToolInvocationResult, 'content' | 'error_code'>;
}

/** Calls the tool through every part, in a trace of the call's own. */
export async function makeCall(
  step: StepId,
  apiKey: Secret | string,
  { lab, signal, tell }: StepContext<Lab>,
): Promise<MadeCall> {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId });
  const result = await lab
    .stack(signal)
    .invokeTool({ toolName: 'fetch', kwargs: { url: lab.url('tool') }, apiKey, traceId });
  return { traceId, result };
}

/** Hops and log lines come from the parts a little after the answer. */
const SETTLE_MS = 2_000;
const LOOK_EVERY_MS = 5;
/** The parts on the way of a call, and the step that starts each. */
const WAY = [
  ['stack', '2a'],
  ['mcp', '1c'],
  ['tool', '1b'],
] as const;

/**
 * Three looks at one call: the one that the step has just made or, where the learner made it by hand, the newest one since the step began, whatever
 * became of it. A call from before proves nothing.
 */
export function callChecks(
  step: StepId,
  answer: 'refused' | 'answered',
  expected: ExpectedCall,
): Step<Lab, MadeCall>['checks'] {
  const settle = onceAContext((context, made?: MadeCall) => {
    const lines = expected.toolLog(context.lab, '').length;
    return made ? settledCall(lines, context, made) : callByHand(step, lines, context);
  });
  const check = (
    id: string,
    title: string,
    judge: (call: Call, context: StepContext<Lab>, made?: MadeCall) => Verdict,
  ): Check<Lab, MadeCall> => ({
    id,
    title,
    look: async (context, made) => {
      const call = await settle(context, made);
      return 'passed' in call ? call : judge(call, context, made);
    },
  });
  return [
    check('decision', `The tool server ${answer} the call`, (call, { lab }) => {
      const status = toolHop(call)?.answer?.status ?? '';
      const passed = status.startsWith(answer === 'refused' ? '401' : '200');
      if (passed) return { passed, saw: `tool: ${status}` };
      const next = unknownPart(lab);
      return { passed, ...whereItEnded(call), ...(next && { next }) };
    }),
    check('result', 'The result reached the caller as the tutorial shows it', (call, { lab }, made) => {
      const result = made?.result ?? toolResult(call);
      if (!result) return { passed: false, saw: 'no result' };
      const text = contentText(result);
      const passed = result.error_code === expected.errorCode && text === expected.text(lab);
      return { passed, saw: `${passed ? headline(text) : text} · error_code ${result.error_code}` };
    }),
    check('log', 'The tool server logged the two lines of the tutorial', (call, { lab }) => {
      const subject = String(toolHop(call)?.token?.claims.sub ?? '');
      const lines = call.toolLog.map(({ text }) => text);
      const wanted = expected.toolLog(lab, subject);
      const passed = lines.length === wanted.length && wanted.every((line, index) => line === lines[index]);
      return { passed, saw: passed ? `${lines.length} log lines` : `log: ${lines.join(' ⏎ ') || 'empty'}` };
    }),
  ];
}

/** The call that the learner made, or why there is none to judge. It was made some time ago, so the parts have to be as they were then. */
async function callByHand(step: StepId, lines: number, context: StepContext<Lab>): Promise<Call | Verdict> {
  const changed = await whatChanged(context);
  if (changed) return changed;
  const { state, since, tell } = context;
  await settled(() => callSince(state(), since), lines, context.signal);
  const call = callSince(state(), since);
  if (!call) return noCall(context);
  tell({ type: 'call', step, traceId: call.traceId });
  return call;
}

async function settledCall(lines: number, { state, signal }: StepContext<Lab>, { traceId }: MadeCall): Promise<Call> {
  await settled(() => callOf(state(), traceId), lines, signal);
  return callOf(state(), traceId);
}

/** Waits until all of a call is seen, but not for long: a call that was cut short has no more to show. */
async function settled(seen: () => Call | undefined, lines: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + SETTLE_MS;
  const isWhole = (call: Call | undefined) => call && isFinished(call) && call.toolLog.length >= lines;
  while (!isWhole(seen()) && Date.now() < until) await sleep(LOOK_EVERY_MS, undefined, { signal });
}

/** Does something once a look, however many checks ask for it. */
function onceAContext<Rest extends unknown[], T>(
  act: (context: StepContext<Lab>, ...rest: Rest) => Promise<T>,
): (context: StepContext<Lab>, ...rest: Rest) => Promise<T> {
  const known = new WeakMap<StepContext<Lab>, Promise<T>>();
  return (context, ...rest) => {
    const acted = known.get(context) ?? act(context, ...rest);
    known.set(context, acted);
    return acted;
  };
}

/** The step that starts a part of which the lab knows nothing, whoever answers at its address. */
function unknownPart(lab: Lab): string | undefined {
  const step = WAY.find(([part]) => !lab.isReady(part))?.[1];
  return (
    step && `The lab cannot look into the server that answers there. Run step ${step}, or start it as that step says.`
  );
}

function noCall({ lab, state }: StepContext<Lab>): Verdict {
  const older = callSince(state(), 0);
  return {
    passed: false,
    saw: `no call since this step began${older ? '; there is one from before, which proves nothing about now' : ''}`,
    next: unknownPart(lab) ?? 'Make the call by hand and look again, or let the step make it.',
  };
}

/** How far a call came that should have come to a decision of the tool, and which part to look at. */
function whereItEnded(call: Call): Omit<Verdict, 'passed'> {
  const decided = toolHop(call);
  if (decided) {
    const { status = 'no answer', text = '' } = decided.answer ?? {};
    const cannotDecide = status.startsWith('503');
    return {
      saw: text ? `tool: ${status}: ${text}` : `tool: ${status}`,
      ...(cannotDecide && { next: 'The tool server cannot reach its identity provider. Run step 1a, then this one.' }),
      ...(!decided.answer && { next: 'The tool server was reached and did not answer. Run step 1b, then this one.' }),
    };
  }
  const last = call.hops.findLast(({ answer }) => answer) ?? call.hops.at(-1);
  if (!last) return { saw: 'no part saw the call' };
  const { status = 'no answer', text = '' } = last.answer ?? {};
  return {
    saw: `the call did not reach the tool; ${last.to}: ${status}${text ? `: ${text}` : ''}`,
    next:
      last.to === 'mcp'
        ? 'The MCP server could not reach the tool server. Run step 1b, then this one.'
        : 'The stack server could not reach the MCP server. Run step 1c, then this one.',
  };
}

/** A part on the way that does not answer as it should; undefined where all do. */
async function whatChanged(context: StepContext<Lab>): Promise<Verdict | undefined> {
  for (const { checks } of [toolServer, mcpServer, stackServer]) {
    const verdict = await checks[0]?.look(context);
    if (verdict && !verdict.passed) return verdict;
  }
  return undefined;
}

/** `Client error '401 Unauthorized'` of a longer text; a short text whole. */
function headline(text: string): string {
  return /Client error '[^']*'/.exec(text)?.[0] ?? text;
}
