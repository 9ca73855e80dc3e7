import type { Brought } from '../../services/clients/stack/client.ts';
import { TutorialError } from '../../src/errors.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { broughtAs } from '../propagation/group-here.ts';
import { type CalledLab, toolCall } from '../propagation/made-call.ts';

/** A call that need not have a result: what became of it, its hops tell. */
export interface TriedCall {
  readonly traceId: string;
}

/** Calls the tool, though it may be refused before there is a result. */
export async function tryCall(
  step: string,
  brought: Brought,
  { lab, signal, tell }: StepContext<CalledLab>,
): Promise<TriedCall> {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId });
  try {
    await lab.stack(signal).invokeTool({ ...toolCall(lab), as: broughtAs(lab), ...brought, traceId });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TutorialError)) throw error;
  }
  return { traceId };
}
