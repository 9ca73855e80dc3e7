import * as z from 'zod';
import type { ToolInvocationResult } from '../../services/clients/stack/answers.ts';
import { pythonRepr } from '../evidence/python-repr.ts';

/** The result as Python prints it, and as the tutorial shows it. */
export function toolInvocationResult({ content, ...result }: ToolInvocationResult): string {
  const fields = (['error_code', 'error_message', 'metadata'] as const).map(
    (field) => `${field}=${pythonRepr(result[field])}`,
  );
  return `ToolInvocationResult(${[`content=${contentRepr(content)}`, ...fields].join(', ')})`;
}

/** A text as it is; items as llama_stack_client's classes print themselves. */
function contentRepr(content: ToolInvocationResult['content']): string {
  return Array.isArray(content) ? `[${content.map(itemRepr).join(', ')}]` : itemRepr(content);
}

const textItemSchema = z.strictObject({ type: z.literal('text'), text: z.string() });

function itemRepr(item: unknown): string {
  const { data } = textItemSchema.safeParse(item);
  return data ? `TextContentItem(text=${pythonRepr(data.text)}, type='text')` : pythonRepr(item);
}
