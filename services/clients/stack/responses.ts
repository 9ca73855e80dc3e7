import { responseSchema, responseToolsSchema } from './answers.ts';
import type { CredentialPlace, StackGeneration, WantedCall } from './generation.ts';

/** How the MCP server is called within a response; nobody else reads it. */
const SERVER_LABEL = 'tool';
const PLACE: CredentialPlace = { in: 'body', fields: ['tools', 0, 'authorization'], prefix: '' };

/** Llama Stack 0.7 and its successor OGX: no tool groups; each request names the MCP server and brings the token, and a model makes the call. */
export const RESPONSES_GENERATION: StackGeneration = {
  id: 'responses',
  title: 'Llama Stack 0.7 and OGX',
  can: { toolGroups: false, tellsFailures: false },
  providerType: 'remote::model-context-protocol',
  carrier: 'tools[0].authorization in the body',
  travels: '`authorization` of the tool in a request to the Responses API',
  request: ({ toolName, kwargs, mcpEndpoint, model }) =>
    response(model, `Call the tool ${toolName} once, with ${inWords(kwargs)}`, {
      ...mcpTool(mcpEndpoint),
      allowed_tools: [toolName],
    }),
  place: () => PLACE,
  answer: responseSchema,
  tools: {
    request: ({ mcpEndpoint, model }) => response(model, 'Say hello.', mcpTool(mcpEndpoint), { tool_choice: 'none' }),
    place: () => PLACE,
    answer: responseToolsSchema,
  },
};

function response(model: string | undefined, input: string, tool: object, more: object = {}) {
  // What is not stored has not to be taken away.
  return {
    method: 'POST',
    path: '/v1/responses',
    body: { model, input, tools: [tool], store: false, ...more },
  } as const;
}

function mcpTool(mcpEndpoint: string) {
  return { type: 'mcp', server_label: SERVER_LABEL, server_url: mcpEndpoint, require_approval: 'never' };
}

/** The values stand apart, so that none takes a comma or a quote along. */
function inWords(kwargs: WantedCall['kwargs']): string {
  const given = Object.entries(kwargs).map(
    ([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return given.length === 0 ? 'no arguments' : given.join(' ; ');
}
