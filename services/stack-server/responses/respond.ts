import { randomUUID } from 'node:crypto';
import type { ModelMessage } from '../../clients/ollama.ts';
import type { ModelToolCall } from '../../clients/ollama-answers.ts';
import { Refusal } from '../refusal.ts';
import type { ParsedRequest, Stack } from '../route.ts';
import { callItem, listItem, messageItem, type OutputItem, textOfResult } from './items.ts';
import { messagesOf, type ResponseRequest, readResponseRequest } from './request.ts';
import { asServerTrouble } from './server-trouble.ts';
import { askServer, type OfferingServer, offeredTools, serverOf } from './servers.ts';

/** Calls of one response, however many rounds they come in. */
const MOST_CALLS = 50;

/**
 * POST /v1/responses, as Llama Stack 0.7.3 answers it (docs/references/llama-stack-0.7.3.md): the tools of each MCP server are listed with the token that
 * the request brings for it; the model is told of the tools, and never of a token; what it decides to call is called, and told to it, until it has no more
 * to call. Throws a Refusal.
 */
export async function createResponse(request: ParsedRequest<Record<string, unknown>>, stack: Stack) {
  const asked = readResponseRequest(request.body);
  const model = await stack.models.named(asked.model, request.signal);
  const began = seconds();
  const output: OutputItem[] = [];
  const servers: OfferingServer[] = [];
  for (const tool of asked.tools) {
    const server = await askServer(tool, stack.sessions, request).catch((error) => {
      throw asServerTrouble(error, tool.server_url ?? '');
    });
    servers.push(server);
    output.push(listItem(server));
  }
  const chat = stack.models.chatWith(model, request);
  const messages: ModelMessage[] = messagesOf(asked);
  const tools = asked.tool_choice === 'none' ? [] : offeredTools(servers);
  let isWhole = false;
  let calls = 0;
  for (let round = 0; round < asked.max_infer_iters && !isWhole; round += 1) {
    const said = await chat(messages, tools);
    const decided = said.tool_calls ?? [];
    calls += decided.length;
    if (decided.length === 0) {
      output.push(messageItem(said.content));
      isWhole = true;
    } else if (calls > MOST_CALLS) break;
    messages.push({ ...said, tool_calls: decided });
    for (const call of decided) {
      const { item, told } = await make(call, servers, request, stack);
      output.push(item);
      messages.push({ role: 'tool', tool_name: call.function.name, content: told });
    }
  }
  return bodyOf(asked, { began, output, isWhole });
}

/** Makes a call with the token of the server that offers the tool; `told` is what the model hears of it. */
async function make(
  { function: call }: ModelToolCall,
  servers: readonly OfferingServer[],
  { traceparent, signal }: Pick<ParsedRequest, 'traceparent' | 'signal'>,
  { sessions }: Stack,
): Promise<{ readonly item: OutputItem; readonly told: string }> {
  const server = serverOf(servers, call.name);
  if (!server) {
    const error = `No server offers a tool ${call.name}`;
    return { item: callItem(call, '', { error }), told: error };
  }
  const { label, endpoint, headers } = server;
  try {
    const asked = { name: call.name, kwargs: call.arguments, traceparent };
    const result = await sessions.callTool(endpoint, { headers }, asked, signal);
    const told = textOfResult(result);
    const outcome = result.isError ? { error: 'Error (code 1): None' } : { output: told };
    return { item: callItem(call, label, outcome), told };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { detail } = error.body as { readonly detail: string };
    return { item: callItem(call, label, { error: detail }), told: detail };
  }
}

function bodyOf(
  { model, tools, tool_choice, instructions, temperature = 1, store = true }: ResponseRequest,
  {
    began,
    output,
    isWhole,
  }: { readonly began: number; readonly output: readonly OutputItem[]; readonly isWhole: boolean },
) {
  return {
    background: false,
    created_at: began,
    completed_at: isWhole ? seconds() : null,
    error: null,
    frequency_penalty: 0,
    id: `resp_${randomUUID()}`,
    incomplete_details: isWhole ? null : { reason: 'max_iterations_exceeded' },
    model,
    object: 'response',
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    prompt: null,
    status: isWhole ? 'completed' : 'incomplete',
    temperature,
    text: { format: { type: 'text' } },
    top_p: 1,
    top_logprobs: 0,
    // What it was asked with is not said again: neither the server's address nor its token.
    tools: tools.map(({ server_label, allowed_tools = null }) => ({ type: 'mcp', server_label, allowed_tools })),
    tool_choice,
    truncation: 'disabled',
    usage: null,
    instructions: instructions ?? null,
    max_tool_calls: null,
    reasoning: null,
    max_output_tokens: null,
    safety_identifier: null,
    service_tier: 'default',
    metadata: null,
    presence_penalty: 0,
    store,
  };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
