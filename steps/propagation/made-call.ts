import type { ToolInvocation } from '../../services/clients/stack.ts';
import type { ToolInvocationResult } from '../../services/clients/stack-answers.ts';
import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { asInTutorial, type ChangeableLab } from './as-in-tutorial.ts';

/** A call that a step made: the trace that all its hops carry, and what came back. */
export interface MadeCall {
  readonly traceId: string;
  readonly result: Pick<ToolInvocationResult, 'content' | 'error_code'>;
}

/** Calls the tool through every part as the tutorial has them; without a credential where there is none. A step that makes several calls names each. */
export async function makeCall(
  step: string,
  apiKey: Secret | string | undefined,
  context: StepContext<ChangeableLab>,
  name?: string,
): Promise<MadeCall> {
  await asInTutorial(context);
  return sendCall(step, apiKey === undefined ? {} : { apiKey }, context, name);
}

/** Calls the tool through every part as it is, in a trace of the call's own. Throws a TutorialError where the stack server has no result. */
export async function sendCall(
  step: string,
  credential: Pick<ToolInvocation, 'apiKey' | 'bearer'>,
  { lab, signal, tell }: StepContext<Pick<Lab, 'stack' | 'url'>>,
  name?: string,
): Promise<MadeCall> {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId, ...(name !== undefined && { name }) });
  const result = await lab.stack(signal).invokeTool({
    ...toolCall(lab),
    ...credential,
    traceId,
  });
  return { traceId, result };
}

/** Whether what came back is an answer of the tool, and no refusal of anybody's. */
export function isAnswered({ result }: MadeCall): boolean {
  return result.error_code === 0;
}

/** What is called: the tool fetch, with the tool server's address. */
export function toolCall(lab: Pick<Lab, 'url'>): Pick<ToolInvocation, 'toolName' | 'kwargs'> {
  return { toolName: TOOL, kwargs: { url: lab.url('tool') } };
}
