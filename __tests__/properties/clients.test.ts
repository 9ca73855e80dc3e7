import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { login } from '../../services/clients/login.ts';
import { listMcpTools } from '../../services/clients/mcp.ts';
import { createOllama } from '../../services/clients/ollama.ts';
import { createStackClient } from '../../services/clients/stack/client.ts';
import { TutorialError } from '../../src/errors.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { json, jsonText, jwt, objectLike, property, text } from './property.ts';

/** Our clients, answered anything: each says what it understood, or throws an error that is none of the program's own. */

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

let server: Server;
let url: string;
/** What it answers to a path: the first row whose path is in it. */
let answers: readonly (readonly [path: string, answer: Answer])[] = [];
beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    const [, answer] = answers.find(([path]) => incoming.url?.includes(path)) ?? [];
    incoming.resume();
    const { status = 404, type = 'text/plain', body = '' } = answer ?? {};
    outgoing.writeHead(status, { 'content-type': type }).end(status === 204 || status === 304 ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const signal = new AbortController().signal;
const answer = (body: fc.Arbitrary<unknown>): fc.Arbitrary<Answer> =>
  fc.record({
    status: fc.oneof(
      { weight: 4, arbitrary: fc.constant(200) },
      fc.constantFrom(201, 204, 301, 400, 401, 403, 404, 429, 500, 503),
    ),
    type: fc.constantFrom(
      'application/json',
      'application/json',
      'application/json',
      'text/html',
      'text/event-stream',
      'application/x-ndjson',
      '',
    ),
    body: jsonText(body),
  });

/** A TutorialError that is not a fault of the program, or a value. */
async function understood(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof TutorialError)) throw error;
    expect(error.kind).not.toBe('fault');
  }
}

const tokens = objectLike({
  access_token: fc.oneof(jwt, text),
  token_type: fc.constantFrom('Bearer', 'bearer', 'mac'),
  expires_in: fc.double(),
  refresh_token: text,
  scope: text,
  error: text,
  error_description: text,
});
property(
  'a login',
  [answer(tokens), answer(objectLike({ issuer: text, token_endpoint: fc.webUrl() })), fc.boolean()],
  async (issued, metadata, sound) => {
    const issuer = `${url}/realms/demo`;
    const good = {
      status: 200,
      type: 'application/json',
      body: JSON.stringify({ issuer, token_endpoint: `${issuer}/token` }),
    };
    answers = [
      ['/.well-known/', sound ? good : metadata],
      ['/token', issued],
    ];
    await understood(() => login({ issuer, clientId: 'c', username: 'u', password: new Secret('a password'), signal }));
  },
);

const tools = objectLike({
  data: fc.array(objectLike({ identifier: text, toolgroup_id: text, parameters: json })),
  version: fc.constantFrom('0.2.3', '0.3.5', '0.7.3', 'x'),
  status: text,
  detail: json,
  error: json,
});
property(
  'a stack server that is looked at',
  [answer(tools), answer(objectLike({ version: fc.constantFrom('0.2.12', '0.6.1', '0.7.3') })), answer(tools)],
  async (listed, version, called) => {
    answers = [
      ['/v1/version', version],
      ['/invoke', called],
      ['/v1/responses', called],
      ['/v1', listed],
    ];
    const client = createStackClient({ baseUrl: url, signal });
    await understood(() => client.health());
    await understood(() => client.listTools({ toolGroupId: 'g', mcpEndpoint: `${url}/sse` }));
    await understood(() =>
      client.invokeTool({ toolName: 'fetch', kwargs: {}, mcpEndpoint: `${url}/sse`, token: new Secret('some token') }),
    );
  },
);

const model = objectLike({
  models: fc.array(objectLike({ name: text, details: json })),
  version: text,
  capabilities: fc.array(text),
  message: objectLike({ role: text, content: text, tool_calls: json }),
  error: json,
  status: text,
  completed: fc.double(),
});
property('an ollama', [answer(model)], async (said) => {
  answers = [['/', said]];
  const ollama = createOllama({ host: url, signal });
  await understood(() => ollama.version());
  await understood(() => ollama.list());
  await understood(() => ollama.capabilities('m'));
  await understood(() => ollama.chat({ model: 'm', messages: [] }));
  await understood(() => ollama.pull('m', ({ text: told }) => expect(typeof told).toBe('string')));
});

const rpc = objectLike({
  jsonrpc: fc.constant('2.0'),
  id: fc.constantFrom(0, 1),
  result: objectLike({
    protocolVersion: fc.constant('2025-06-18'),
    capabilities: objectLike({ tools: json }),
    serverInfo: objectLike({ name: text, version: text }),
    tools: fc.array(
      objectLike({ name: text, inputSchema: objectLike({ type: fc.constant('object'), properties: json }) }),
    ),
  }),
  error: objectLike({ code: fc.integer(), message: text }),
});
const event = (body: string) => `event: message\ndata: ${body}\n\n`;
property('an MCP server', [answer(rpc), fc.boolean()], async (said, streamed) => {
  answers = [['/mcp', streamed ? { ...said, type: 'text/event-stream', body: event(said.body) } : said]];
  const came = await listMcpTools(
    { endpoint: new URL(`${url}/mcp`), transport: 'streamable-http' },
    {
      signal,
      timeoutMs: 20,
    },
  );
  if (came.is === 'done') for (const { name } of came.value) expect(typeof name).toBe('string');
});
