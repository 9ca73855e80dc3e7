import { invocationSchema, toolsSchema } from './answers.ts';
import type { StackGeneration, WantedCall, WantedTools } from './generation.ts';

/** What the generations have in common that make a call of a tool group by themselves, by POST /v1/tool-runtime/invoke. */
export const INVOKE_ROUTE = {
  can: { toolGroups: true, tellsFailures: true },
  request: ({ toolName, kwargs }: WantedCall) => ({
    method: 'POST',
    path: '/v1/tool-runtime/invoke',
    body: { tool_name: toolName, kwargs },
  }),
  answer: invocationSchema.transform((result) => ({ result })),
} satisfies Partial<StackGeneration>;

/** Their tools, by GET /v1/tools. */
export const TOOLS_ROUTE = {
  request: ({ toolGroupId }: WantedTools) => ({
    method: 'GET',
    path: `/v1/tools${toolGroupId === undefined ? '' : `?toolgroup_id=${encodeURIComponent(toolGroupId)}`}`,
  }),
  answer: toolsSchema.transform(({ data }) => data),
} satisfies StackGeneration['tools'];
