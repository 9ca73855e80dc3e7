import { type Call, decidingHop } from '../../src/lesson/call.ts';
import type { Check, Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import { type CallLab, callByHand, settledCall, unknownPart, whereItEnded } from '../propagation/judged-call.ts';
import type { MadeCall } from '../propagation/made-call.ts';
import { REPAIRED_ROUTE } from './routes.ts';

/** Whether the tool answered, and to another token of the same user than the MCP server was shown. */
export function exchangedCallChecks(step: string): Step<CallLab, MadeCall>['checks'] {
  const settle = onceAContext((context: StepContext<CallLab>, made?: MadeCall) =>
    made
      ? settledCall(0, context, made, made.result.error_code === 0, REPAIRED_ROUTE)
      : callByHand(step, 0, context, REPAIRED_ROUTE),
  );
  const check = (
    id: string,
    title: string,
    judge: (call: Call, lab: CallLab) => Verdict,
  ): Check<CallLab, MadeCall> => ({
    id,
    title,
    look: async (context, made) => {
      const call = await settle(context, made);
      return 'passed' in call ? call : judge(call, context.lab);
    },
  });
  return [
    check('decision', 'The tool server answered the call', (call, lab) => {
      const status = decidingHop(call)?.answer?.status ?? '';
      if (status.startsWith('200')) return { passed: true, saw: `tool: ${status}` };
      const next = unknownPart(lab, REPAIRED_ROUTE);
      return { passed: false, ...whereItEnded(call), ...(next && { next }) };
    }),
    check('another-token', 'The tool was shown another token of the same user', (call) => {
      const [atMcp, atTool] = ['mcp', 'tool'].map((part) => call.hops.find(({ to }) => to === part)?.credential);
      const [before, after] = [atMcp?.token?.claims, atTool?.token?.claims];
      if (!before || !after) return { passed: false, saw: 'one of them saw no token' };
      const passed = atMcp?.print !== atTool?.print && before.sub === after.sub && before.aud !== after.aud;
      return {
        passed,
        saw: passed
          ? `aud ${after.aud} for ${before.aud}, azp ${after.azp}, the same sub`
          : 'it is the same token, or another user’s',
      };
    }),
  ];
}
