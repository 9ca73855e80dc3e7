import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  callFetch,
  connect,
  INITIALIZE,
  type McpLab,
  openMcp,
  openSession,
  openSse,
  openTarget,
  send,
  type Target,
  toolsCall,
  type Way,
} from './mcp-server-lab.ts';
import {
  claimsOf,
  freePort,
  type Issuer,
  newKey,
  openIssuer,
  openTool,
  sign,
  type ToolLab,
} from './tool-server-lab.ts';

/**
 * The MCP server in front of the real tool server. Expected are FastMCP's own answers (mcp 1.3), as they were measured
 * (docs/references/mcp-server.md).
 */
let issuer: Issuer;
let tool: ToolLab;
let mcp: McpLab;
let target: Target;
let good: string;
let expired: string;
const clients: Client[] = [];

const STATUSES: Record<string, [status: number, headers?: Record<string, string>]> = {
  '/404': [404],
  '/418': [418],
  '/503': [503],
  '/302': [302, { location: '/elsewhere?x=1' }],
  '/304': [304],
};

beforeAll(async () => {
  const key = await newKey('k1');
  issuer = await openIssuer([key]);
  tool = await openTool(issuer.issuer);
  target = await openTarget((path, response) => {
    if (path === '/cut') return response.destroy();
    if (path === '/endless') return response.end(Buffer.alloc(1024 * 1024 + 1));
    const [status, headers = {}] = STATUSES[path] ?? [200];
    return response.writeHead(status, headers).end('grüß dich');
  });
  mcp = await openMcp([tool.url, target.url]);
  good = await sign(claimsOf(issuer.issuer), key);
  expired = await sign(claimsOf(issuer.issuer, { exp: 1 }), key);
});
afterAll(async () => {
  for (const client of clients) await client.close();
  for (const part of [mcp, target, tool, issuer]) await part.close();
});

async function client(way: Way, headers?: Record<string, string>): Promise<Client> {
  const opened = await connect(mcp.url, way, headers);
  clients.push(opened);
  return opened;
}

const FETCH = {
  name: 'fetch',
  description: '',
  inputSchema: {
    properties: { url: { title: 'Url', type: 'string' } },
    required: ['url'],
    title: 'fetchArguments',
    type: 'object',
  },
};
const refused = (url: string) =>
  `Error executing tool fetch: Client error '401 Unauthorized' for url '${url}'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/401`;

test('what Llama Stack 0.2.3 sends over SSE, message by message', async () => {
  const stream = await openSse(mcp.url);
  expect(stream.headers['content-type']).toBe('text/event-stream');
  const endpoint = await stream.next();
  expect(endpoint).toEqual({
    event: 'endpoint',
    data: expect.stringMatching(/^\/messages\/\?session_id=[0-9a-f]{32}$/),
  });
  const post = async (body: unknown) => {
    const answer = await send(`${mcp.url}${endpoint.data}`, {
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    expect(answer).toMatchObject({ status: 202, body: 'Accepted' });
  };
  const answer = async () => {
    const { event, data } = await stream.next();
    expect(event).toBe('message');
    return JSON.parse(data);
  };

  await post(INITIALIZE);
  expect(await answer()).toEqual({
    jsonrpc: '2.0',
    id: 0,
    result: {
      protocolVersion: '2024-11-05',
      capabilities: {
        prompts: { listChanged: false },
        resources: { subscribe: false, listChanged: false },
        tools: { listChanged: false },
      },
      serverInfo: { name: 'My FastMCP Server', version: expect.any(String) },
    },
  });
  await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
  await post({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  expect(await answer()).toEqual({ jsonrpc: '2.0', id: 1, result: { tools: [FETCH] } });
  await post(toolsCall(2, { url: tool.url }, { api_key: good }));
  const hello = { content: [{ type: 'text', text: 'Hello, world!' }], isError: false };
  expect(await answer()).toEqual({ jsonrpc: '2.0', id: 2, result: hello });
  await post(toolsCall(3, { url: tool.url }, { api_key: 'some-api-key' }));
  const no = { content: [{ type: 'text', text: refused(tool.url) }], isError: true };
  expect(await answer()).toEqual({ jsonrpc: '2.0', id: 3, result: no });
  stream.close();
});

describe.each<Way>(['SSE', 'Streamable HTTP'])("the SDK's own client over %s", (way) => {
  test('finds one tool, and neither prompts nor resources', async () => {
    const connected = await client(way);
    expect(connected.getServerVersion()?.name).toBe('My FastMCP Server');
    expect(await connected.listTools()).toEqual({ tools: [FETCH] });
    expect(await connected.listPrompts()).toEqual({ prompts: [] });
    expect(await connected.listResources()).toEqual({ resources: [] });
    expect(await connected.listResourceTemplates()).toEqual({ resourceTemplates: [] });
    await expect(connected.getPrompt({ name: 'x' })).rejects.toThrow('Unknown prompt: x');
    await expect(connected.readResource({ uri: 'x://y' })).rejects.toThrow('Unknown resource: x://y');
    await connected.ping();
  });

  test('carries the token in _meta.api_key, or in the Authorization header of its requests', async () => {
    const plain = await client(way);
    expect(await callFetch(plain, tool.url, { api_key: good })).toEqual({ text: 'Hello, world!', isError: false });
    expect(await callFetch(plain, tool.url)).toEqual({ text: refused(tool.url), isError: true });
    const bearer = await client(way, { authorization: `Bearer ${good}` });
    expect(await callFetch(bearer, tool.url)).toEqual({ text: 'Hello, world!', isError: false });
    expect(await callFetch(bearer, tool.url, { api_key: 'some-api-key' })).toMatchObject({ isError: true });
    const basic = await client(way, { authorization: `Basic ${good}` });
    expect(await callFetch(basic, tool.url)).toMatchObject({ isError: true });
    expect(tool.logs.at(-1)).not.toContain('Received');
  });
});

const VALIDATION = (what: string, type: string, input: string) =>
  `1 validation error for fetchArguments\nurl\n  ${what} [type=${type}, ${input}]\n    For further information visit https://errors.pydantic.dev/2.10/v/${type}`;
const NO_STRING = 'Input should be a valid string';

describe('what the tool says', () => {
  type Row = { name: string; url: () => unknown; apiKey?: () => string; text: () => string };
  const rows: Row[] = [
    { name: 'an expired token', url: () => tool.url, apiKey: () => expired, text: () => refused(tool.url).slice(28) },
    {
      name: 'an empty api_key',
      url: () => tool.url,
      apiKey: () => '',
      text: () => "Illegal header value b'Bearer '",
    },
    {
      name: 'api_key with a blank at its end',
      url: () => tool.url,
      apiKey: () => 'x ',
      text: () => "Illegal header value b'Bearer x '",
    },
    {
      name: 'a token with a blank at its end',
      url: () => tool.url,
      apiKey: () => `${good} `,
      text: () => "Illegal header value b'Bearer eyJ... '",
    },
    {
      name: 'api_key é',
      url: () => tool.url,
      apiKey: () => 'é',
      text: () => "'ascii' codec can't encode character '\\xe9' in position 7: ordinal not in range(128)",
    },
    {
      name: 'api_key with newline',
      url: () => tool.url,
      apiKey: () => 'a\nb',
      text: () => "Illegal header value b'Bearer a\\nb'",
    },
    {
      name: 'a token with newline',
      url: () => tool.url,
      apiKey: () => `${good}\n`,
      text: () => "Illegal header value b'Bearer eyJ...\\n...'",
    },
    {
      name: 'api_key with NUL',
      url: () => tool.url,
      apiKey: () => "a\0'b",
      text: () => 'Illegal header value b"Bearer a\\x00\'b"',
    },
    {
      name: 'api_key that is no ASCII',
      url: () => tool.url,
      apiKey: () => 'a€€b',
      text: () => "'ascii' codec can't encode characters in position 8-9: ordinal not in range(128)",
    },
    {
      name: 'argument missing',
      url: () => undefined,
      text: () => VALIDATION('Field required', 'missing', 'input_value={}, input_type=dict'),
    },
    {
      name: 'argument wrong type',
      url: () => 5,
      text: () => VALIDATION(NO_STRING, 'string_type', 'input_value=5, input_type=int'),
    },
    {
      name: 'null',
      url: () => null,
      text: () => VALIDATION(NO_STRING, 'string_type', 'input_value=None, input_type=NoneType'),
    },
    {
      name: 'true',
      url: () => true,
      text: () => VALIDATION(NO_STRING, 'string_type', 'input_value=True, input_type=bool'),
    },
    {
      name: '1.5',
      url: () => 1.5,
      text: () => VALIDATION(NO_STRING, 'string_type', 'input_value=1.5, input_type=float'),
    },
    {
      name: 'a list',
      url: () => ["it's"],
      text: () => VALIDATION(NO_STRING, 'string_type', 'input_value=["it\'s"], input_type=list'),
    },
    {
      name: 'an object, shortened',
      url: () => ({ a: 'x'.repeat(80) }),
      text: () =>
        VALIDATION(
          NO_STRING,
          'string_type',
          `input_value={'a': '${'x'.repeat(18)}...${'x'.repeat(22)}'}, input_type=dict`,
        ),
    },
    {
      name: 'a text that is JSON',
      url: () => '{"a":1}',
      text: () => VALIDATION(NO_STRING, 'string_type', "input_value={'a': 1}, input_type=dict"),
    },
    {
      name: 'url invalid',
      url: () => 'nonsense',
      text: () => "Request URL is missing an 'http://' or 'https://' protocol.",
    },
    { name: 'url empty', url: () => '', text: () => "Request URL is missing an 'http://' or 'https://' protocol." },
    {
      name: 'url without a host',
      url: () => 'http://',
      text: () => "Request URL is missing an 'http://' or 'https://' protocol.",
    },
    {
      name: 'url of another protocol',
      url: () => 'ftp://x/y',
      text: () => "Request URL has an unsupported protocol 'ftp://'.",
    },
    {
      name: 'url of a file',
      url: () => 'file:///etc/passwd',
      text: () => "Request URL is missing an 'http://' or 'https://' protocol.",
    },
    {
      name: 'url with a line break',
      url: () => 'http://localhost/a\nb',
      text: () => "Invalid non-printable ASCII character in URL, '\\n' at position 18.",
    },
    {
      name: 'a name that nobody has',
      url: () => 'http://nobody.invalid/',
      text: () => '[Errno -2] Name or service not known',
    },
    {
      name: '404',
      url: () => `${target.url}/404`,
      text: () =>
        `Client error '404 Not Found' for url '${target.url}/404'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404`,
    },
    {
      name: '503',
      url: () => `${target.url}/503`,
      apiKey: () => good,
      text: () =>
        `Server error '503 Service Unavailable' for url '${target.url}/503'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503`,
    },
    {
      name: '304',
      url: () => `${target.url}/304`,
      text: () =>
        `Redirect response '304 Not Modified' for url '${target.url}/304'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/304`,
    },
    {
      name: '302',
      url: () => `${target.url}/302`,
      apiKey: () => good,
      text: () =>
        `Redirect response '302 Found' for url '${target.url}/302'\nRedirect location: '/elsewhere?x=1'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/302`,
    },
    {
      name: 'a connection that is cut',
      url: () => `${target.url}/cut`,
      text: () => 'Server disconnected without sending a response.',
    },
    {
      name: 'an answer that is too large',
      url: () => `${target.url}/endless`,
      text: () => 'The answer is larger than 1048576 bytes.',
    },
  ];
  test.each(rows)('$name', async ({ url, apiKey, text }) => {
    const meta = apiKey && { api_key: apiKey() };
    expect(await callFetch(await client('Streamable HTTP'), url(), meta)).toEqual({
      text: `Error executing tool fetch: ${text()}`,
      isError: true,
    });
  });

  test.each(['no', 'a'])('nobody listens there, with %s token', async (token) => {
    const url = `http://localhost:${await freePort()}/`;
    expect(await callFetch(await client('SSE'), url, token === 'a' ? { api_key: good } : undefined)).toEqual({
      text: 'Error executing tool fetch: All connection attempts failed',
      isError: true,
    });
  });

  test('api_key with two words: the first is the token, and the log says so', async () => {
    expect(await callFetch(await client('SSE'), tool.url, { api_key: `${good} x` })).toEqual({
      text: 'Hello, world!',
      isError: false,
    });
    expect(mcp.logs.at(-2)?.line).toBe('Of the api_key only the first word is sent: a token is one word.');
  });

  test('an unknown tool', async () => {
    const result = await (await client('SSE')).callTool({ name: 'nope', arguments: {} });
    expect(result).toEqual({ content: [{ type: 'text', text: 'Unknown tool: nope' }], isError: true });
  });

  test('the text of a page, in UTF-8', async () => {
    expect(await callFetch(await client('SSE'), `${target.url}/page`)).toEqual({ text: 'grüß dich', isError: false });
  });

  test('what a query holds does not stand in the log', async () => {
    await callFetch(await client('SSE'), `${target.url}/page?t=hunter2&u=1`);
    expect(mcp.logs.slice(-2).map(({ line }) => line)).toEqual([
      `Fetching ${target.url}/page?... with no token`,
      `HTTP Request: GET ${target.url}/page?... "HTTP/1.1 200 OK"`,
    ]);
  });
});

test('a batch is answered by a batch, in its order', async () => {
  const headers = await openSession(mcp.url);
  const requests = [1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' }));
  const { status, body } = await send(`${mcp.url}/mcp`, { headers, body: JSON.stringify(requests) });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual([1, 2].map((id) => ({ jsonrpc: '2.0', id, result: {} })));
});
