import { decidingHop } from '../../src/lesson/call.ts';
import type { Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import { onceAContext } from './call-checks.ts';
import { isGuarded } from './group-here.ts';
import { type CallLab, callByHand, ROUTE_TO_GUARD, settledCall } from './judged-call.ts';
import type { MadeCall } from './made-call.ts';

/** Looks at a call with a credential that such an MCP server does not take: it was refused there, and nobody saw it at the tool. */
export function guardedChecks(step: string): Step<CallLab, MadeCall>['checks'] {
  const settle = onceAContext((context: StepContext<CallLab>, made?: MadeCall) =>
    made ? settledCall(0, context, made, true, ROUTE_TO_GUARD) : callByHand(step, 0, context, ROUTE_TO_GUARD),
  );
  return [
    {
      id: 'not-let-in',
      title: 'The MCP server refused the credential',
      applies: isGuarded,
      look: async (context, made): Promise<Verdict> => {
        const call = await settle(context, made);
        if ('passed' in call) return call;
        const { status = '', text = '' } = decidingHop(call)?.answer ?? {};
        const passed = status === '401' || status === '403';
        return {
          passed,
          saw:
            status === '' ? 'the call did not reach the MCP server' : `mcp: ${status}${text === '' ? '' : `: ${text}`}`,
          ...(!passed && { next: 'See what your MCP server says to a token that nobody gave out: it has to be 401.' }),
        };
      },
    },
    {
      id: 'not-at-tool',
      title: 'Nobody saw it at the tool',
      applies: isGuarded,
      look: async (context, made) => {
        const call = await settle(context, made);
        if ('passed' in call) return call;
        const prints = call.hops.map(({ credential }) => credential.print);
        const passed = !context
          .state()
          .hops.some(
            ({ to, at, credential }) => to === 'tool' && at >= context.since && prints.includes(credential.print),
          );
        return { passed, saw: passed ? 'the tool was not asked' : 'the tool was asked with it' };
      },
    },
  ];
}
