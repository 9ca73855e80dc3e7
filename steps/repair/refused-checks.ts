import { decidingHop } from '../../src/lesson/call.ts';
import type { Step, StepContext } from '../../src/lesson/step.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import { type CallLab, callByHand, settledCall } from '../propagation/judged-call.ts';
import { ROUTE_TO_MCP } from './routes.ts';
import type { TriedCall } from './tried-call.ts';

/** Whether a call came as far as the MCP server, and was refused there with this status. */
export function refusedAtMcpChecks(step: string, status: '401' | '403'): Step<CallLab, TriedCall>['checks'] {
  const settle = onceAContext((context: StepContext<CallLab>, made?: TriedCall) =>
    made ? settledCall(0, context, made, true, ROUTE_TO_MCP) : callByHand(step, 0, context, ROUTE_TO_MCP),
  );
  return [
    {
      id: 'refused',
      title: `The MCP server itself refused the call (${status})`,
      look: async (context, made) => {
        const call = await settle(context, made);
        if ('passed' in call) return call;
        const answer = decidingHop(call)?.answer;
        return {
          passed: answer?.status === status,
          saw: answer ? `mcp: ${answer.status}: ${answer.text}` : 'the call did not reach the MCP server',
        };
      },
    },
    {
      id: 'not-at-tool',
      title: 'Nothing of it reached the tool',
      look: async (context, made) => {
        const call = await settle(context, made);
        if ('passed' in call) return call;
        const passed = !context.state().hops.some(({ to, traceId }) => to === 'tool' && traceId === call.traceId);
        return { passed, saw: passed ? 'the tool was not asked' : 'the tool was asked' };
      },
    },
  ];
}
