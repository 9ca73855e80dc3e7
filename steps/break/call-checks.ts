import type { Lab } from '../../services/lab/lab.ts';
import { type Call, decidingHop } from '../../src/lesson/call.ts';
import type { Check, Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import {
  type CallLab,
  callByHand,
  LETS_IN,
  settledCall,
  unknownPart,
  whereItEnded,
} from '../propagation/judged-call.ts';
import { isAnswered, type MadeCall } from '../propagation/made-call.ts';
import { type Breakage, withoutPreface } from './breakage.ts';

/** What the checks of a broken call look at. */
export type JudgingLab = CallLab & Pick<Lab, 'audience' | 'endpoints'>;

/** Whether the tool decided as it should, at the check where it should, and in its own words; of the call just made, or of one made by hand. */
export function brokenCallChecks({
  id: step,
  expected,
  also,
  unseenByHand,
}: Breakage): Step<JudgingLab, MadeCall>['checks'] {
  const { status, check: stopping } = expected;
  const settle = onceAContext((context: StepContext<CallLab>, made?: MadeCall) =>
    made ? settledCall(0, context, made, isAnswered(made) === (status === '200')) : callByHand(step, 0, context),
  );
  const check = (
    id: string,
    title: string,
    judge: (call: Call, context: StepContext<JudgingLab>) => Verdict,
  ): Check<JudgingLab, MadeCall> => ({
    id,
    title,
    look: async (context, made) => {
      const call = await settle(context, made);
      if (!('passed' in call)) return judge(call, context);
      return made === undefined && unseenByHand !== undefined ? { ...call, next: unseenByHand } : call;
    },
  });
  return [
    check('decision', decisionTitle(status, stopping), (call, { lab }) => {
      const answer = decidingHop(call)?.answer;
      const at = answer?.checks?.find(({ passed }) => !passed)?.id;
      // A tool of the learner's own keeps its checks to itself.
      const isTold = lab.running('tool')?.reports !== false;
      const passed = answer?.status.startsWith(status) === true && (!isTold || at === stopping);
      if (passed) return { passed, saw: `tool: ${answer.status}${at === undefined ? '' : ` at check ${at}`}` };
      const next = status !== '200' && answer?.ok ? LETS_IN : unknownPart(lab);
      const where = whereItEnded(call);
      return { passed, ...where, saw: `${where.saw}${at === undefined ? '' : ` (at ${at})`}`, ...(next && { next }) };
    }),
    check('words', 'The tool said so in the words of its original', (call, { lab }) => {
      const decided = decidingHop(call);
      const words = (decided?.answer?.text ?? '').trimEnd();
      const wanted = expected.words({ claims: decided?.credential.token?.claims ?? {}, lab });
      return { passed: words === wanted, saw: withoutPreface(words) || 'nothing' };
    }),
    ...(also ? [check(also.id, also.title, (call, { lab, state }) => also.judge(call, state(), lab))] : []),
  ];
}

function decisionTitle(status: string, stopping: string | undefined): string {
  if (status === '200') return 'The tool server answered the call';
  return `The tool server refused the call${stopping === undefined ? '' : ` at its check ${stopping}`}`;
}
