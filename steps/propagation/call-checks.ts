import type { Lab } from '../../services/lab/lab.ts';
import { type Call, decidingHop } from '../../src/lesson/call.ts';
import type { Check, Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import {
  type CallLab,
  callByHand,
  isAmbiguous,
  LETS_IN,
  settledCall,
  unknownPart,
  whereItEnded,
} from './judged-call.ts';
import type { MadeCall } from './made-call.ts';
import { isAsOwn } from './own-call.ts';
import { contentText, type ToolResult, toolResult } from './tool-result.ts';
import { mayBeUnseen, passesUnseen, saidIn, tellsItsLog, unseenDecision, WANTED } from './unseen-decision.ts';

/** What a call has to leave behind. */
export interface ExpectedCall {
  errorCode: number;
  text: (lab: Pick<Lab, 'mcp' | 'url'>) => string;
  /** `claims` are those of the token that reached the tool. */
  toolLog: (lab: Pick<Lab, 'issuer'>, claims: Readonly<Record<string, unknown>>) => readonly string[];
}

/**
 * Three looks at one call: the one that the step has just made or, where the learner made it by hand, the newest one since the step began, whatever
 * became of it. A call from before proves nothing.
 */
export function callChecks(
  step: string,
  answer: 'refused' | 'answered',
  expected: ExpectedCall,
): Step<CallLab, MadeCall>['checks'] {
  const isExpected = (result: ToolResult, lab: CallLab) =>
    result.error_code === expected.errorCode &&
    (contentText(result) === expected.text(lab) || (expected.errorCode !== 0 && tellsNothing(lab)));
  const settle = onceAContext((context: StepContext<CallLab>, made?: MadeCall) => {
    const { lab } = context;
    const lines = tellsItsLog(lab) ? expected.toolLog(lab, {}).length : 0;
    // Where nobody knows whom the call reaches, what is not seen soon will not be.
    return made
      ? settledCall(lines, context, made, !passesUnseen(lab) && isExpected(made.result, lab))
      : callByHand(step, lines, context);
  });
  const check = (
    id: string,
    title: string,
    judge: (call: Call, context: StepContext<CallLab>, made?: MadeCall) => Verdict,
  ): Check<CallLab, MadeCall> => ({
    id,
    title,
    look: async (context, made) => {
      const call = await settle(context, made);
      return 'passed' in call ? call : judge(call, context, made);
    },
  });
  return [
    check('decision', `The tool server ${answer} the call`, (call, { lab }, made) => {
      const status = decidingHop(call)?.answer?.status ?? '';
      const passed = status.startsWith(answer === 'refused' ? '401' : '200');
      if (passed) return { passed, saw: `tool: ${status}` };
      const result = made?.result ?? toolResult(call);
      if (!decidingHop(call) && !isAmbiguous(call) && result && mayBeUnseen(lab))
        return unseenDecision(call, result, lab, answer);
      const isLetIn = answer === 'refused' && decidingHop(call)?.answer?.ok;
      const next = isLetIn ? LETS_IN : unknownPart(lab);
      return { passed, ...whereItEnded(call), ...(next && { next }) };
    }),
    {
      ...check('result', 'The result reached the caller as the tutorial shows it', (call, { lab }, made) => {
        const result = made?.result ?? toolResult(call);
        return shown(result, result !== undefined && isExpected(result, lab));
      }),
      applies: ({ mcp }) => mcp.call === undefined,
    },
    {
      ...check('own-result', `What came back is ${WANTED[answer]}`, (call, { lab }, made) => {
        const result = made?.result ?? toolResult(call);
        return shown(result, result !== undefined && isAsOwn(lab, answer, saidIn(call, result)));
      }),
      applies: ({ mcp }) => mcp.call !== undefined,
    },
    {
      ...check('log', 'The tool server logged the two lines of the tutorial', (call, { lab }) => {
        const lines = call.log.map(({ text }) => text);
        // Which lines are this call's, its hop at the tool says.
        if (!decidingHop(call) && mayBeUnseen(lab)) return { passed: true, saw: 'tool log: not seen' };
        const wanted = expected.toolLog(lab, decidingHop(call)?.credential.token?.claims ?? {});
        const passed = lines.length === wanted.length && wanted.every((line, index) => line === lines[index]);
        return { passed, saw: passed ? `${lines.length} log lines` : `log: ${lines.join(' ⏎ ') || 'empty'}` };
      }),
      applies: tellsItsLog,
    },
  ];
}

function shown(result: ToolResult | undefined, passed: boolean): Verdict {
  if (!result) return { passed: false, saw: 'no result' };
  const text = contentText(result);
  return { passed, saw: `${passed ? headline(text) : text} · error_code ${result.error_code}` };
}

/** Whether the stack server does not tell its caller what a tool said that failed. */
function tellsNothing({ foundStack }: Pick<Lab, 'foundStack'>): boolean {
  return !foundStack.generation.can.tellsFailures;
}

/** Does something once a look, however many checks ask for it. */
export function onceAContext<Seen, Rest extends unknown[], T>(
  act: (context: StepContext<Seen>, ...rest: Rest) => Promise<T>,
): (context: StepContext<Seen>, ...rest: Rest) => Promise<T> {
  const known = new WeakMap<StepContext<Seen>, Promise<T>>();
  return (context, ...rest) => {
    const acted = known.get(context) ?? act(context, ...rest);
    known.set(context, acted);
    return acted;
  };
}

/** `Client error '401 Unauthorized'` of a longer text; a short text whole. */
function headline(text: string): string {
  return /Client error '[^']*'/.exec(text)?.[0] ?? text;
}
