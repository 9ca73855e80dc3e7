import {
  invocationSchema,
  isAt,
  parameterNames,
  succeeded,
  toolName,
  toolSchema,
} from '../../../../../services/clients/stack/answers.ts';
import { toolInvocationResult } from '../../../../../src/commands/tool-result.ts';

/** The forms that Llama Stack's API gives its answers (ToolInvocationResult, InterleavedContent, ToolDef). */
const result = (changes: object) =>
  invocationSchema.parse({ content: 'x', error_code: 0, error_message: null, metadata: null, ...changes });

test.each([
  ['an error code of 0', {}, true],
  ['none, as built-in providers say it', { error_code: null }, true],
  ['an error code', { error_code: 1 }, false],
  ['a message without a code', { error_code: null, error_message: 'no such page' }, false],
  ['a message beside 0', { error_message: 'no such page' }, false],
  ['an empty message', { error_message: '' }, true],
])('%s', (_, changes, expected) => {
  expect(succeeded(result(changes))).toBe(expected);
});

/** As llama_stack_client's classes print themselves. */
test.each<[unknown, string]>([
  ["it's", `"it's"`],
  [{ type: 'text', text: 'a' }, `TextContentItem(text='a', type='text')`],
  [
    [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ],
    `[TextContentItem(text='a', type='text'), TextContentItem(text='b', type='text')]`,
  ],
  [[{ type: 'image', image: { url: null } }], `[{'type': 'image', 'image': {'url': None}}]`],
  [[], '[]'],
  [null, 'None'],
])('content %j', (content, printed) => {
  expect(toolInvocationResult(result({ content }))).toBe(
    `ToolInvocationResult(content=${printed}, error_code=0, error_message=None, metadata=None)`,
  );
});

test.each<[string, object]>([
  ['0.2', { identifier: 'fetch', parameters: [{ name: 'url' }, { name: 'limit' }] }],
  ['0.3', { name: 'fetch', input_schema: { type: 'object', properties: { url: {}, limit: {} } } }],
])('a tool as %s describes it', (_, described) => {
  const tool = toolSchema.parse({ toolgroup_id: 'mcp::x', ...described });
  expect([toolName(tool), ...parameterNames(tool)]).toEqual(['fetch', 'url', 'limit']);
});

test.each([{}, { identifier: null }, { name: 5 }])('%j is no tool', (described) => {
  expect(toolSchema.safeParse({ toolgroup_id: 'mcp::x', ...described }).success).toBe(false);
});

test.each([
  ['as it is written', 'http://localhost:8001/sse', true],
  ['in another spelling', 'HTTP://LOCALHOST:8001/sse', true],
  ['at another path', 'http://localhost:8001/mcp', false],
  ['by what is no URL', 'sse', false],
])('a tool group is at its MCP server %s', (_, url, expected) => {
  const group = { identifier: 'g', provider_id: 'p', mcp_endpoint: { uri: 'http://localhost:8001/sse' } };
  expect(isAt(group, url)).toBe(expected);
  expect(isAt({ identifier: 'g', provider_id: 'p' }, url)).toBe(false);
});
