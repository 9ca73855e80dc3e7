import { randomUUID } from 'node:crypto';
import type { McpToolResult } from '../mcp-results.ts';
import type { OfferingServer } from './servers.ts';

/** What a response is made of, item by item, as Llama Stack 0.7.3 writes them (docs/references/llama-stack-0.7.3.md). */
export type OutputItem = Readonly<Record<string, unknown>>;

/** The tools that a server has listed. */
export function listItem({ label, tools }: OfferingServer): OutputItem {
  return {
    id: `mcp_list_${randomUUID()}`,
    type: 'mcp_list_tools',
    server_label: label,
    tools: tools.map(({ name, description = '', inputSchema }) => ({ input_schema: inputSchema, name, description })),
  };
}

/** A call that the model has decided on, and what came of it. */
export function callItem(
  call: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> },
  label: string,
  outcome: { readonly output: string } | { readonly error: string },
): OutputItem {
  return {
    id: `fc_${randomUUID()}`,
    type: 'mcp_call',
    arguments: JSON.stringify(call.arguments),
    name: call.name,
    server_label: label,
    error: 'error' in outcome ? outcome.error : null,
    output: 'output' in outcome ? outcome.output : null,
  };
}

/** What the model says in the end. */
export function messageItem(text: string): OutputItem {
  return {
    content: [{ text, type: 'output_text', annotations: [], logprobs: [] }],
    role: 'assistant',
    type: 'message',
    id: `msg_${randomUUID()}`,
    status: 'completed',
  };
}

/** A tool's result as text: what the model is told. */
export function textOfResult({ content }: McpToolResult): string {
  return content.map((block) => (typeof block.text === 'string' ? block.text : JSON.stringify(block))).join('\n');
}
