import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import type { SeenAnswer } from '../../../src/evidence/hop.ts';
import { inWords, parseJson } from '../../../src/evidence/json.ts';
import { refusalText } from './refusal-text.ts';

/** How a model behind ollama's API is asked what comes next, and what it answers (docs/references/ollama.md). */

/** A stack server on its own account, or a client written in Python, as stacks are; whoever else asks is the caller. */
const STACK_AGENT = /^(?:llama-?stack|ogx|python|openai|ollama-python)/i;

const lineSchema = z.object({
  message: z.object({
    content: z
      .string()
      .nullish()
      .transform((text) => text ?? ''),
    tool_calls: z
      .array(z.object({ function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }) }))
      .default([]),
  }),
});

/** Whether a request is a turn of a conversation. */
export function isChat(method: string, url: string): boolean {
  return method === 'POST' && /\/(?:api\/(?:chat|generate)|v1\/chat\/completions)\/?(?:\?|$)/.test(url);
}

/** Who asks the model, as far as a request shows it. */
export function askerOf({ 'user-agent': agent = '' }: IncomingHttpHeaders): 'stack' | 'you' {
  return STACK_AGENT.test(agent) ? 'stack' : 'you';
}

/** What the model said, or which call it decided on; of a stream, line by line. */
export function chatAnswer(status: number, body: string): Omit<SeenAnswer, 'exchange'> {
  const lines = (parseJson(body) === undefined ? body.split('\n') : [body]).flatMap(
    (line) => lineSchema.safeParse(parseJson(line)).data ?? [],
  );
  const calls = lines.flatMap(({ message }) => message.tool_calls);
  const said = lines.map(({ message }) => message.content).join('');
  const decided = calls.map(
    ({ function: call }) => `calls ${call.name}(${Object.values(call.arguments).map(inWords).join(', ')})`,
  );
  // What is told in another form, as OpenAI's, is shown as it came.
  const why = lines.length > 0 ? undefined : refusalText(parseJson(body));
  const read = lines.length > 0 ? [...decided, said].filter(Boolean).join(' ') : body;
  return { status: String(status), ok: status === 200 && why === undefined, text: why ?? read };
}
