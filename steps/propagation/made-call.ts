import type { ToolInvocationResult } from '../../services/clients/stack-answers.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import type { StepContext } from '../../src/lesson/step.ts';

/** A call that a step made: the trace that all its hops carry, and what came back. */
export interface MadeCall {
  readonly traceId: string;
  readonly result: Pick<ToolInvocationResult, 'content' | 'error_code'>;
}

/** Calls the tool through every part, in a trace of the call's own; without a credential where there is none. */
export async function makeCall(
  step: string,
  apiKey: Secret | string | undefined,
  { lab, signal, tell }: StepContext<Pick<Lab, 'stack' | 'url'>>,
): Promise<MadeCall> {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId });
  const result = await lab.stack(signal).invokeTool({
    toolName: 'fetch',
    kwargs: { url: lab.url('tool') },
    ...(apiKey !== undefined && { apiKey }),
    traceId,
  });
  return { traceId, result };
}

/** Whether what came back is an answer of the tool, and no refusal of anybody's. */
export function isAnswered({ result }: MadeCall): boolean {
  return result.error_code === 0;
}
