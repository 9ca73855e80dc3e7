import type { CallAnswer } from '../../../../../services/clients/stack/answers.ts';
import { foundBy, foundWords } from '../../../../../services/clients/stack/found-stack.ts';
import {
  GENERATION_IDS,
  type GenerationId,
  type StackGeneration,
  withCredential,
} from '../../../../../services/clients/stack/generation.ts';
import { GENERATIONS } from '../../../../../services/clients/stack/generations.ts';
import { clientVersionFor } from '../../../../../services/clients/stack/known-versions.ts';
import { stackCredential } from '../../../../../services/part/reading/stack-call.ts';

/** All generations are held to the same: docs/references/llama-stack-generations.md. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGFuIn0.c2lnbmF0dXJl';
const CALL = {
  toolName: 'fetch',
  kwargs: { url: 'http://localhost:10000', count: 2 },
  mcpEndpoint: 'http://localhost:8000/sse',
  model: 'vllm/scripted',
};
const MCP_HEADERS = `{"mcp_headers":{"http://localhost:8000/sse":{"Authorization":"Bearer ${TOKEN}"}}}`;
const INVOKE = { tool_name: 'fetch', kwargs: { url: 'http://localhost:10000', count: 2 } };

interface Row {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly toolsWithToken: object;
}
const SENT: Readonly<Record<GenerationId, Row>> = {
  'provider-data': {
    path: '/v1/tool-runtime/invoke',
    headers: { 'x-llamastack-provider-data': `{"api_key":"${TOKEN}"}` },
    body: INVOKE,
    toolsWithToken: { method: 'GET', path: '/v1/tools?toolgroup_id=remote%3A%3Aweb-fetch' },
  },
  'mcp-headers': {
    path: '/v1/tool-runtime/invoke',
    headers: { 'x-llamastack-provider-data': MCP_HEADERS },
    body: INVOKE,
    toolsWithToken: {
      method: 'GET',
      path: '/v1/tools?toolgroup_id=remote%3A%3Aweb-fetch',
      headers: { 'x-llamastack-provider-data': MCP_HEADERS },
    },
  },
  authorization: {
    path: '/v1/tool-runtime/invoke',
    headers: {},
    body: { ...INVOKE, authorization: TOKEN },
    toolsWithToken: { method: 'GET', path: `/v1/tools?toolgroup_id=remote%3A%3Aweb-fetch&authorization=${TOKEN}` },
  },
  responses: {
    path: '/v1/responses',
    headers: {},
    body: {
      model: 'vllm/scripted',
      input: 'Call the tool fetch once, with url = http://localhost:10000 ; count = 2',
      store: false,
      tools: [
        {
          type: 'mcp',
          server_label: 'tool',
          server_url: 'http://localhost:8000/sse',
          require_approval: 'never',
          allowed_tools: ['fetch'],
          authorization: TOKEN,
        },
      ],
    },
    toolsWithToken: {
      method: 'POST',
      path: '/v1/responses',
      body: {
        model: 'vllm/scripted',
        input: 'Say hello.',
        store: false,
        tool_choice: 'none',
        tools: [
          {
            type: 'mcp',
            server_label: 'tool',
            server_url: 'http://localhost:8000/sse',
            require_approval: 'never',
            authorization: TOKEN,
          },
        ],
      },
    },
  },
};
const withToken = (generation: StackGeneration, token?: string) =>
  withCredential(generation.request(CALL), generation.place(CALL), token);

describe.each(GENERATION_IDS)('%s', (id) => {
  const generation = GENERATIONS[id];

  test('a call with a token is sent as the generation takes it', () => {
    expect(generation.id).toBe(id);
    const { path, headers, body } = SENT[id];
    expect(withToken(generation, TOKEN)).toEqual({
      method: 'POST',
      path,
      body,
      ...(Object.keys(headers).length > 0 && { headers }),
    });
  });

  test('a call without one has nothing in its place', () => {
    expect(JSON.stringify(withToken(generation))).not.toMatch(/authorization|api_key/i);
  });

  test('the tools are asked for, with the token where there is a place for it', () => {
    const of = { toolGroupId: 'remote::web-fetch', mcpEndpoint: CALL.mcpEndpoint, model: CALL.model };
    const { request, place } = generation.tools;
    expect(withCredential(request(of), place?.(of), TOKEN)).toEqual(SENT[id].toolsWithToken);
  });

  test('a tap reads the token where the generation says that it is', () => {
    const { headers = {}, body } = withToken(generation, TOKEN);
    expect(stackCredential(headers, body)).toMatchObject({ carrier: generation.carrier, credential: TOKEN });
  });

  test('what came of a call is read into one form', () => {
    const { answered, failed, other } = id === 'responses' ? RESPONSE : RESULT;
    const read = (answer: unknown): CallAnswer | undefined => generation.answer.safeParse(answer).data;
    expect(read(answered)).toMatchObject({ result: { content: [{ text: 'Hello, world!' }], error_code: 0 } });
    expect(read(failed)).toMatchObject({ result: { error_code: 1, error_message: null } });
    expect(read(other)).toBeUndefined();
    expect(read(null)).toBeUndefined();
  });
});

const RESULT = {
  answered: { content: [{ type: 'text', text: 'Hello, world!' }], error_code: 0, error_message: null, metadata: null },
  failed: { content: [{ type: 'text', text: '401' }], error_code: 1, error_message: null, metadata: null },
  other: { object: 'response', output: [] },
};
const responseWith = (...output: object[]) => ({
  object: 'response',
  output: [{ type: 'mcp_list_tools', server_label: 'tool', tools: [{ name: 'fetch' }] }, ...output],
});
const called = (more: object) => ({ type: 'mcp_call', name: 'fetch', server_label: 'tool', arguments: '{}', ...more });
const said = (text: string) => ({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] });
const RESPONSE = {
  answered: responseWith(called({ output: 'Hello, world!', error: null }), said('It greets you.')),
  failed: responseWith(called({ output: null, error: 'Error (code 1): None' }), said('It failed.')),
  other: { content: 'x', error_code: 0, error_message: null, metadata: null },
};

test('of a response in which the model made no call, what it said is known; of several calls the last one counts', () => {
  const { answer } = GENERATIONS.responses;
  expect(answer.parse(responseWith(said('I would rather not.')))).toEqual({ said: 'I would rather not.' });
  expect(answer.parse(responseWith(called({ error: 'no' }), called({ output: 'yes' })))).toMatchObject({
    result: { content: [{ text: 'yes' }], error_code: 0 },
  });
});

const OWN = 'remote::model-context-protocol';
test.each<
  [version: string, providerTypes: string[], routes: string[], GenerationId | undefined, by: string | undefined]
>([
  ['0.2.3', ['remote::mcp-identity', OWN], [], 'provider-data', 'version'],
  ['0.2.12', [OWN], [], 'mcp-headers', 'version'],
  ['0.2.12', [], [], 'mcp-headers', 'version'],
  ['0.3.5', [], [], 'mcp-headers', 'version'],
  ['0.4.0', [], [], 'authorization', 'version'],
  ['0.6.1', [], [], 'authorization', 'version'],
  ['0.7.3', [], [], 'responses', 'version'],
  ['0.8.0', [], ['POST /v1/responses'], 'responses', 'routes'],
  ['1.5.0', [], [], 'responses', 'version'],
  ['2.0.0', [], ['POST /v1/responses', 'GET /v1/models'], 'responses', 'routes'],
  ['0.8.0', [], ['POST /v1/responses', 'POST /v1/tool-runtime/invoke'], 'authorization', 'routes'],
  ['0.8.0', [], ['GET /v1/models'], undefined, undefined],
  ['0.1.9', [OWN], [], undefined, undefined],
])('Llama Stack %s with %j and %j is %s', (version, providerTypes, routes, id, by) => {
  const found = foundBy({ version, providerTypes, routes });
  expect(found && { id: found.generation.id, by: found.by }).toEqual(id && { id, by });
});

test('what was found is said aloud', () => {
  const found = (version: string, routes: string[] = []) => foundBy({ version, providerTypes: [], routes });
  expect(
    [found('0.6.1'), found('1.5.0'), found('9.9.9', ['POST /v1/responses'])].map((each) => each && foundWords(each)),
  ).toEqual([
    'Llama Stack 0.6.1: the token travels as `authorization` in the body',
    'OGX 1.5.0: the token travels as `authorization` of the tool in a request to the Responses API',
    'OGX 9.9.9: the token travels as `authorization` of the tool in a request to the Responses API, by the routes that it lists: the version is newer than those that are known',
  ]);
});

test('a server is named the version that it takes a client of', () => {
  expect(['0.2.12', '0.7.3', '1.5.0'].map(clientVersionFor)).toEqual(['0.2.0', '0.7.0', undefined]);
});
