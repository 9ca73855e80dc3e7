import { decidingHop } from '../../src/lesson/call.ts';
import type { Step, StepContext } from '../../src/lesson/step.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import { type CallLab, callByHand, settledCall, whereItEnded } from '../propagation/judged-call.ts';
import { isAnswered, type MadeCall } from '../propagation/made-call.ts';
import { until } from '../until.ts';
import { usesOf } from './used-twice.ts';

/** Milliseconds that the tool is waited for to tell what it was asked. */
const SETTLE_MS = 2_000;

/** Whether the tool answered the user's call, and the same token once more. */
export function passedTokenChecks(step: string): Step<CallLab, MadeCall>['checks'] {
  const settle = onceAContext((context: StepContext<CallLab>, made?: MadeCall) =>
    made ? settledCall(0, context, made, isAnswered(made)) : callByHand(step, 0, context),
  );
  return [
    {
      id: 'decision',
      title: 'The tool server answered the user’s call',
      look: async (context, made) => {
        const call = await settle(context, made);
        if ('passed' in call) return call;
        const passed = decidingHop(call)?.answer?.ok === true;
        return passed
          ? { passed, saw: `tool: ${decidingHop(call)?.answer?.status}` }
          : { passed, ...whereItEnded(call) };
      },
    },
    {
      id: 'again',
      title: 'Whoever had the token was answered, too, with no call of the user',
      look: async (context, made) => {
        const call = await settle(context, made);
        if ('passed' in call) return call;
        const again = () => usesOf(context.state(), step)?.second.answer;
        await until(() => again() !== undefined, SETTLE_MS, context.signal);
        const answer = again();
        return {
          passed: answer?.ok === true,
          saw: answer ? `the same token once more: ${answer.status}, ${answer.text}` : 'nobody has used it once more',
          ...(!answer && {
            next: 'Send the token to the tool yourself, as the last command does, or let the step do it.',
          }),
        };
      },
    },
  ];
}
