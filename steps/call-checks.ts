import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../services/lab.ts';
import { type Call, contentText, lastCall, toolHop, toolResult } from '../src/lesson/call.ts';
import type { Check, StepContext, Verdict } from '../src/lesson/step.ts';

/** What a call has to leave behind. */
export interface ExpectedCall {
  errorCode: number;
  text: (lab: Lab) => string;
  /** `subject` is the sub claim of the token that the learner got last. */
  toolLog: (lab: Lab, subject: string) => readonly string[];
}

/** Hops and log lines come from the parts a little after the answer. */
const SETTLE_MS = 2_000;
const LOOK_EVERY_MS = 5;

/** Three looks at the newest call that the tool refused or answered, whoever made it: the program, or the learner by hand. */
export function callChecks(answer: 'refused' | 'answered', expected: ExpectedCall): readonly Check<Lab>[] {
  const check = (id: string, title: string, judge: (call: Call, context: StepContext<Lab>) => Verdict): Check<Lab> => ({
    id,
    title,
    look: async (context) => {
      const call = await settledCall(answer, expected.toolLog(context.lab, '').length, context);
      return call ? judge(call, context) : { passed: false, saw: `no call that the tool ${answer} was seen` };
    },
  });
  return [
    check('decision', `The tool server ${answer} the call`, (call) => {
      const status = toolHop(call)?.answer?.status ?? 'nothing';
      return { passed: status.startsWith(answer === 'refused' ? '401' : '200'), saw: `tool: ${status}` };
    }),
    check('result', 'The result reached the caller as the tutorial shows it', (call, { lab }) => {
      const result = toolResult(call);
      if (!result) return { passed: false, saw: 'no result' };
      const text = contentText(result);
      const passed = result.error_code === expected.errorCode && text === expected.text(lab);
      return { passed, saw: `${passed ? headline(text) : text} · error_code ${result.error_code}` };
    }),
    check('log', 'The tool server logged the two lines of the tutorial', (call, { lab, state }) => {
      const subject = String(state().token?.claims.sub ?? '');
      const lines = call.toolLog.map(({ text }) => text);
      const wanted = expected.toolLog(lab, subject);
      const passed = lines.length === wanted.length && wanted.every((line, index) => line === lines[index]);
      return { passed, saw: passed ? `${lines.length} log lines` : `log: ${lines.join(' ⏎ ') || 'empty'}` };
    }),
  ];
}

async function settledCall(
  answer: 'refused' | 'answered',
  lines: number,
  context: StepContext<Lab>,
): Promise<Call | undefined> {
  const until = Date.now() + SETTLE_MS;
  for (;;) {
    const call = lastCall(context.state(), answer);
    if ((call && call.toolLog.length >= lines) || Date.now() > until) return call;
    await sleep(LOOK_EVERY_MS, undefined, { signal: context.signal });
  }
}

/** `Client error '401 Unauthorized'` of a longer text; a short text whole. */
function headline(text: string): string {
  return /Client error '[^']*'/.exec(text)?.[0] ?? text;
}
