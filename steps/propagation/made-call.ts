import type { ToolInvocationResult } from '../../services/clients/stack/answers.ts';
import type { Brought } from '../../services/clients/stack/client.ts';
import type { WantedCall } from '../../services/clients/stack/generation.ts';
import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { NoAnswer } from '../../services/wire/no-answer.ts';
import { TutorialError } from '../../src/errors.ts';
import { redactor } from '../../src/evidence/redact.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { asInTutorial, type ChangeableLab, mcpEndpoint, toolAddress } from './as-in-tutorial.ts';
import { type BringingLab, broughtAs, isGuarded } from './group-here.ts';

/** What of a lab is called. */
export type CalledLab = BringingLab & Pick<Lab, 'mcp' | 'stack' | 'url'>;

/** A call that a step made: the trace that all its hops carry, and what came back. */
export interface MadeCall {
  readonly traceId: string;
  readonly result: Pick<ToolInvocationResult, 'content' | 'error_code'>;
}

/** Calls the tool through every part as the tutorial has them; without a credential where there is none. A step that makes several calls names each. */
export async function makeCall(
  step: string,
  token: Secret | string | undefined,
  context: StepContext<ChangeableLab>,
  name?: string,
): Promise<MadeCall> {
  await asInTutorial(context);
  return sendCall(step, { token }, context, name);
}

/** Calls the tool through every part as it is, in a trace of the call's own. Throws a TutorialError where the stack server has no result. */
export async function sendCall(
  step: string,
  brought: Brought,
  { lab, signal, tell }: StepContext<CalledLab>,
  name?: string,
): Promise<MadeCall> {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId, ...(name !== undefined && { name }) });
  const result = await lab
    .stack(signal)
    .invokeTool({ ...toolCall(lab), as: broughtAs(lab), ...brought, traceId })
    .catch((error: unknown) => {
      signal.throwIfAborted();
      return refusal(error, lab);
    });
  return { traceId, result: withoutCallersToken(result, brought.token) };
}

/** Where an MCP server of the learner's lets nobody in, the stack server has no result: what it says instead stands in its place. */
function refusal(error: unknown, lab: CalledLab): Pick<ToolInvocationResult, 'content' | 'error_code'> {
  if (!isGuarded(lab) || !(error instanceof TutorialError) || error.cause instanceof NoAnswer) throw error;
  return { content: [error.message, error.why].filter(Boolean).join(' '), error_code: null };
}

/** What came back, as it may be shown: a tool may tell its caller's token, in whichever form. Pure. */
export function withoutCallersToken(
  { content, ...rest }: MadeCall['result'],
  token: Brought['token'],
): MadeCall['result'] {
  const known = token instanceof Secret ? token.reveal() : token;
  const mask = redactor(known === undefined ? [] : [known]);
  const item = <T extends object>(it: T): T =>
    'text' in it && typeof it.text === 'string' ? { ...it, text: mask(it.text) } : it;
  if (typeof content === 'string') return { ...rest, content: mask(content) };
  return { ...rest, content: Array.isArray(content) ? content.map(item) : content && item(content) };
}

/** Whether what came back is an answer of the tool, and no refusal of anybody's. */
export function isAnswered({ result }: MadeCall): boolean {
  return result.error_code === 0;
}

/** What is called: the tool fetch of the lab's MCP server, with the tool server's address, where the learner names no other. */
export function toolCall(lab: Pick<Lab, 'mcp' | 'toolGroup' | 'url'>): WantedCall {
  const { tool, arguments: kwargs } = lab.mcp.call ?? { tool: TOOL, arguments: { url: toolAddress(lab) } };
  return { toolName: tool, kwargs, mcpEndpoint: mcpEndpoint(lab) };
}
