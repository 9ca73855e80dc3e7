import type { ModelMessage } from '../../services/clients/ollama.ts';
import { TOOL } from '../../services/clients/tutorial-tool.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import type { StepContext } from '../../src/lesson/step.ts';
import { asInTutorial, type ChangeableLab, mcpEndpoint } from '../propagation/as-in-tutorial.ts';
import { broughtAs, letIn } from '../propagation/group-here.ts';
import { contentText, type ToolResult } from '../propagation/tool-result.ts';
import { chosenModel, type ModelLab, modelClient } from './chosen-model.ts';
import { offeredTool } from './offered-tool.ts';

/** What conversations take of the lab. */
export type TalkLab = ModelLab & ChangeableLab & Pick<Lab, 'token'>;

/** A conversation with the model, and the call that came of it, in one trace. */
export interface ModelTalk {
  readonly traceId: string;
  /** What the model decided to call; undefined where it only said something. */
  readonly called: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> } | undefined;
  /** What came back of the call. */
  readonly result: ToolResult | undefined;
  /** What the model said in the end. */
  readonly said: string;
}

/** How a conversation is had. */
export interface TalkWish {
  readonly words: string;
  /** Goes with the call that the model decides on, and to nobody else; where it is left out, no call is made. */
  readonly token?: Secret;
}

/**
 * Gives the model the user's words and the tool's schema. Where it decides to call the tool, the call is made through the stack server, with the token, and
 * the model is told what came of it. The token is in no message.
 */
export async function talk(
  step: string,
  { words, token }: TalkWish,
  context: StepContext<TalkLab>,
): Promise<ModelTalk> {
  const { lab, signal, tell, state, progress } = context;
  await asInTutorial(context);
  const stack = lab.stack(signal);
  const of = { toolGroupId: lab.toolGroup.id, mcpEndpoint: mcpEndpoint(lab) };
  const tools = (await stack.listTools({ ...of, ...(await letIn(lab, signal)) })).map(offeredTool);
  const traceId = newTraceId();
  const model = await chosenModel(modelClient(lab, signal), lab, state());
  const client = modelClient(lab, signal, traceId);
  tell({ type: 'call', step, traceId });
  progress(`${model} is asked`);
  const messages: ModelMessage[] = [{ role: 'user', content: words }];
  const first = await client.chat({ model, messages, tools });
  const called = first.tool_calls?.find(({ function: { name } }) => name === TOOL)?.function;
  if (!called || !token) return { traceId, called, result: undefined, said: first.content };
  progress(`${model} wants ${called.name} called`);
  const wanted = { toolName: called.name, kwargs: called.arguments, mcpEndpoint: mcpEndpoint(lab) };
  const result = await stack.invokeTool({ ...wanted, as: broughtAs(lab), token, traceId });
  const told = { role: 'tool', tool_name: called.name, content: contentText(result) };
  const end = await client.chat({
    model,
    messages: [...messages, { ...first, tool_calls: [{ function: called }] }, told],
    tools,
  });
  return { traceId, called, result, said: end.content };
}
