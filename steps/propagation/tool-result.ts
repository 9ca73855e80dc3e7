import * as z from 'zod';
import { responseSchema } from '../../services/clients/stack/answers.ts';
import { parseJson } from '../../src/evidence/json.ts';
import type { Call } from '../../src/lesson/call.ts';
import { WAY } from './way.ts';

/** Llama Stack's content: a text, an item, or a list of items. */
const itemSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const toolResultSchema = z.object({
  content: z.union([z.string(), itemSchema, z.array(itemSchema)]).nullable(),
  error_code: z.number().nullable(),
});
/** What the stack server answered to a tool call. */
export type ToolResult = z.infer<typeof toolResultSchema>;

/** What the stack server answered to the caller, as the stack server saw it; undefined where that was no tool result. */
export function toolResult(call: Call): ToolResult | undefined {
  const [, stack] = WAY;
  const body = call.hops.find(({ to }) => to === stack)?.exchange.response?.body;
  if (body === undefined) return undefined;
  const json = parseJson(body);
  const answer = responseSchema.safeParse(json).data;
  return toolResultSchema.safeParse(answer && 'result' in answer ? answer.result : json).data;
}

/** The text inside a result's content: a string that holds an item as JSON (0.2.3), an item, or a list of them, a line each. */
export function contentText({ content }: ToolResult): string {
  if (typeof content === 'string') return textOf(content) ?? content;
  const items = Array.isArray(content) ? content : content ? [content] : [];
  return items.map((item) => item.text ?? JSON.stringify(item)).join('\n');
}

function textOf(json: string): string | undefined {
  try {
    return z.object({ text: z.string() }).parse(JSON.parse(json)).text;
  } catch {
    return undefined;
  }
}
