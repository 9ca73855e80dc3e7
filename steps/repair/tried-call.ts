import type { Brought } from '../../services/clients/stack/client.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { toolCall } from '../propagation/made-call.ts';

/** A call that need not have a result: what became of it, its hops tell. */
export interface TriedCall {
  readonly traceId: string;
}

/** Calls the tool, though it may be refused before there is a result. */
export async function tryCall(
  step: string,
  brought: Brought,
  { lab, signal, tell }: StepContext<Pick<Lab, 'mcp' | 'stack' | 'url'>>,
): Promise<TriedCall> {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId });
  try {
    await lab.stack(signal).invokeTool({ ...toolCall(lab), ...brought, traceId });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TutorialError)) throw error;
  }
  return { traceId };
}
