import type { Lab } from '../../services/lab/lab.ts';
import { withDeadline } from '../../services/wire/deadline.ts';
import { TutorialError } from '../../src/errors.ts';
import { type Call, callOf, callSince, decidingHop, isFinished } from '../../src/lesson/call.ts';
import type { Check, Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import type { Way } from '../../src/lesson/way.ts';
import { until } from '../until.ts';
import { toolServer } from './1b-tool-server.ts';
import { mcpServer } from './1c-mcp-server.ts';
import { stackServer } from './2a-stack-server.ts';
import { toolGroup } from './2b-tool-group.ts';
import type { ChangeableLab } from './as-in-tutorial.ts';
import type { ServingLab } from './commands.ts';
import type { MadeCall } from './made-call.ts';
import { letItSendThere } from './not-allowed.ts';
import type { UserTokenLab } from './user-token.ts';
import { WAY } from './way.ts';

/** Hops and log lines come from the parts a little after the answer; on a busy machine later, but where all went well they do come. */
const SETTLE_MS = 2_000;
const SETTLE_SURELY_MS = 20_000;
/** A way through the lab: whom a call passes, and which step starts each part that it passes, by whose first check it is as it should be. */
export interface CallRoute {
  readonly way: Way;
  readonly startedBy: readonly (readonly [part: string, step: Maker])[];
  /** The step that makes the stack server know the tool, where another chapter may have it otherwise. */
  readonly registeredBy?: Maker;
}
type Maker = Pick<Step<CallLab>, 'id' | 'checks'>;

/** The tutorial's. */
const TUTORIAL_ROUTE: CallRoute = {
  way: WAY,
  startedBy: [
    ['stack', stackServer],
    ['mcp', mcpServer],
    ['tool', toolServer],
  ],
  registeredBy: toolGroup,
};
/** That of a call which the MCP server does not let in. */
export const ROUTE_TO_GUARD: CallRoute = {
  way: WAY.slice(0, -1),
  startedBy: TUTORIAL_ROUTE.startedBy.slice(0, -1),
  registeredBy: toolGroup,
};
/** Milliseconds. Somebody waits for it at the keyboard: a pipeline looks at no call that was made by hand. */
const ANSWER_MS = 15_000;

/** What a call takes of the lab, and what the checks do of the parts that it passes. */
export type CallLab = ServingLab &
  ChangeableLab &
  UserTokenLab &
  Pick<Lab, 'audience' | 'endpoints' | 'isReady' | 'issuer'>;

/** The call that the learner made, or why there is none to judge. It was made some time ago, so the parts have to be as they were then. */
export async function callByHand(
  step: string,
  lines: number,
  context: StepContext<CallLab>,
  route = TUTORIAL_ROUTE,
): Promise<Call | Verdict> {
  const changed = await whatChanged(context, route);
  if (changed) return changed;
  const { state, since, tell } = context;
  await settled(() => callSince(state(), since, route.way), lines, SETTLE_MS, context.signal);
  const call = callSince(state(), since, route.way);
  if (!call) return noCall(context, route);
  tell({ type: 'call', step, traceId: call.traceId });
  return call;
}

/** The call that a step has made, as its parts saw it; `wentWell` where what came back is what should. */
export async function settledCall(
  lines: number,
  { lab, state, signal }: StepContext<CallLab>,
  { traceId }: Pick<MadeCall, 'traceId'>,
  wentWell: boolean,
  route = TUTORIAL_ROUTE,
): Promise<Call> {
  const patienceMs = wentWell && unknownPart(lab, route) === undefined ? SETTLE_SURELY_MS : SETTLE_MS;
  const way = route.way.filter((party) => !passesTapOf(party, lab));
  await settled(() => ({ ...callOf(state(), traceId, route.way), way }), lines, patienceMs, signal);
  return callOf(state(), traceId, route.way);
}

/** Whether a party is asked past its tap, so that nobody waits for its hop: a tool group of the learner's says where it is. */
function passesTapOf(party: string, lab: Pick<Lab, 'toolGroup' | 'url'>): boolean {
  const { own } = lab.toolGroup;
  return (
    party === 'mcp' && own?.endpoint !== undefined && new URL(own.endpoint).origin !== new URL(lab.url('mcp')).origin
  );
}

/** Waits until all of a call is seen, but not for long: a call that was cut short has no more to show. */
async function settled(
  seen: () => Call | undefined,
  lines: number,
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const isWhole = (call = seen()) => call !== undefined && isFinished(call) && call.log.length >= lines;
  await until(() => isWhole(), SETTLE_MS, signal);
  // Of calls at the same time that nothing tells apart, more is not seen by waiting.
  await until(() => isWhole() || isAmbiguous(seen()), patienceMs - SETTLE_MS, signal);
}

/** The step that starts a part of which the lab knows nothing: somebody else's server answers at its address, or none does. */
export function unknownPart(lab: Pick<Lab, 'isReady'>, { startedBy } = TUTORIAL_ROUTE): string | undefined {
  const missing = startedBy.find(([part]) => !lab.isReady(part));
  if (!missing) return undefined;
  const [part, { id }] = missing;
  return `The lab has no ${part} server that it can look into. Run step ${id}, or start one as that step says.`;
}

function noCall({ lab, state }: StepContext<CallLab>, route: CallRoute): Verdict {
  const older = callSince(state(), 0, route.way);
  return {
    passed: false,
    saw: `no call since this step began${older ? '; there is one from before, which proves nothing about now' : ''}`,
    next: unknownPart(lab, route) ?? 'Make the call by hand and look again, or let the step make it.',
  };
}

/** What to do about a tool that answers what it has to refuse. */
export const LETS_IN =
  'The tool let in what it had to refuse: let it verify the token of each request before it does anything for it. ' +
  'Run tutorial-tui verify to see what else it lets in.';

/** How far a call came that should have come to a decision of the tool, and which part to look at. */
export function whereItEnded(call: Call): Omit<Verdict, 'passed'> {
  const decided = decidingHop(call);
  if (decided) {
    const { status = 'no answer', text = '' } = decided.answer ?? {};
    const cannotDecide = status.startsWith('503');
    return {
      saw: text ? `tool: ${status}: ${text}` : `tool: ${status}`,
      ...(cannotDecide && { next: 'The tool server cannot reach its identity provider. Run step 1a, then this one.' }),
      ...(!decided.answer && { next: 'The tool server was reached and did not answer. Run step 1b, then this one.' }),
    };
  }
  if (isAmbiguous(call))
    return {
      saw: `${call.ambiguous?.join(', ')}: not seen: another call with an equal credential was under way, and nothing tells whose hop is whose`,
      next: 'Make one call at a time, or let your parts pass traceparent on. Then run this step again.',
    };
  const last = call.hops.findLast(({ answer }) => answer) ?? call.hops.at(-1);
  if (!last) return { saw: 'no part saw the call' };
  const { status = 'no answer', text = '' } = last.answer ?? {};
  return {
    saw: `the call did not reach the tool; ${last.to}: ${status}${text ? `: ${text}` : ''}`,
    next:
      letItSendThere(text) ??
      (last.to === 'mcp'
        ? 'The MCP server could not reach the tool server. Run step 1b, then this one.'
        : 'The stack server could not reach the MCP server. Run step 1c, then this one.'),
  };
}

/** Whether what was seen on the way may be of another call, so that none of it is claimed. */
export function isAmbiguous(call: Call | undefined): boolean {
  return (call?.ambiguous ?? []).length > 0;
}

/** A part on the way that does not answer as it should; undefined where all do. */
async function whatChanged(
  context: StepContext<CallLab>,
  { startedBy, registeredBy }: CallRoute,
): Promise<Verdict | undefined> {
  const registered = registeredBy ? [['stack', registeredBy] as const] : [];
  for (const [part, { id, checks }] of [...startedBy.toReversed(), ...registered]) {
    const verdict = await answersNow(checks[0], context);
    if (verdict === 'silent')
      return {
        passed: false,
        saw: `no answer in ${ANSWER_MS / 1000} s`,
        next: hangs(context.lab, part, id),
      };
    if (verdict && !verdict.passed) return { ...verdict, next: `Run step ${id}, then this one.` };
  }
  return undefined;
}

function hangs(lab: Pick<Lab, 'running'>, part: string, step: string): string {
  const first = lab.running(part)?.kind === 'own' ? 'End the one that you started, and' : 'It hangs:';
  return `${first} run step ${step}, which starts it anew.`;
}

/** What the check of a part says now; `silent` where it is there and says nothing. */
async function answersNow(
  check: Check<CallLab> | undefined,
  context: StepContext<CallLab>,
): Promise<Verdict | 'silent' | undefined> {
  try {
    return await withDeadline(ANSWER_MS, context.signal, (signal) =>
      Promise.resolve(check?.applies?.(context.lab) === false ? undefined : check?.look({ ...context, signal })),
    );
  } catch (error) {
    context.signal.throwIfAborted();
    return error instanceof TutorialError ? { passed: false, saw: error.message } : 'silent';
  }
}
