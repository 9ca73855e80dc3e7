import type { McpCallOutcome } from '../../../../../services/clients/mcp-call.ts';
import type { McpTransport } from '../../../../../services/clients/mcp-session.ts';
import { NoAnswer } from '../../../../../services/wire/no-answer.ts';
import { mcpDoor, readMcpOutcome } from '../../../../../src/verify/doors/mcp-door.ts';

const TOKEN = 'opaque-token-of-alan';
const PARTIES = { tool: 'http://localhost:10000', mcp: 'http://localhost:8000/sse' };
const read = (outcome: McpCallOutcome, expect?: string) =>
  readMcpOutcome(outcome, expect, { mask: (text) => text.replaceAll(TOKEN, '***'), parties: PARTIES });

const doorAt = (url: string, transport?: McpTransport) =>
  mcpDoor({ url, ...(transport && { transport }) }, { tool: 'fetch', arguments: {} }, PARTIES);

test.each([
  ['http://localhost:8000', 'http://localhost:8000/mcp', 'streamable-http'],
  ['http://localhost:8000/tools/sse', 'http://localhost:8000/tools/sse', 'sse'],
  ['http://localhost:3000/mcp', 'http://localhost:3000/mcp', 'streamable-http'],
  ['http://localhost:3000/a/b', 'http://localhost:3000/a/b', 'streamable-http'],
])('%s is looked for by its path first, and before that nobody is asked', (url, endpoint, transport) => {
  const { at } = doorAt(url);
  expect([at.endpoint.href, at.transport]).toEqual([endpoint, transport]);
});

test('what is said of the transport wins, and nothing has to be looked for then', () => {
  const { at, plan } = doorAt('http://localhost:3000/events', 'sse');
  expect([at.transport, plan.before]).toEqual(['sse', []]);
  expect(doorAt('http://localhost:3000', 'streamable-http').at.endpoint.pathname).toBe('/mcp');
});

test('what it is looked for by is told before it is asked', () => {
  expect(doorAt('http://localhost:3000').plan.before?.map(({ request }) => request)).toEqual([
    'http://localhost:3000/mcp over Streamable HTTP: initialize, tools/list',
    'http://localhost:3000/sse over SSE: initialize, tools/list, where the one before is not there',
  ]);
});

test('a result is a yes or a no, and who said no is told by the address in it', () => {
  expect(read({ is: 'result', isError: false, text: 'Hello, world!' }, 'Hello')).toMatchObject({ outcome: 'accepted' });
  const text = (url: string) =>
    `Error executing tool fetch: Client error '401 Unauthorized' for url '${url}'\nFor more`;
  const by = (url: string) => read({ is: 'result', isError: true, text: text(url) });
  expect(by('http://localhost:10000')).toMatchObject({ outcome: 'refused', by: 'tool' });
  expect(by('http://localhost:8000/sse')).toMatchObject({ outcome: 'refused', by: 'mcp' });
  expect(by('http://localhost:1')).toMatchObject({ outcome: 'refused', by: 'mcp' });
});

test('a yes with other words than were expected is an acceptance, but for words of an error', () => {
  expect(read({ is: 'result', isError: false, text: 'Hello, mallory!' }, 'Hello, alan')).toMatchObject({
    outcome: 'accepted',
    unexpected: true,
  });
  expect(read({ is: 'result', isError: false, text: 'error: unauthorized' }, 'Hello')).toMatchObject({
    outcome: 'odd',
  });
});

test('an HTTP refusal keeps its challenge; a page and a redirect are what they are', () => {
  const other = (status: number, headers: Record<string, string>, text = TOKEN) =>
    read({ is: 'other', answer: { status, headers, text } });
  expect(other(401, { 'www-authenticate': `Bearer resource_metadata="x", ${TOKEN}` })).toEqual({
    outcome: 'refused',
    by: 'mcp',
    status: '401',
    said: '***',
    challenge: 'Bearer resource_metadata="x", ***',
  });
  expect(other(200, { 'content-type': 'text/html' }, '<title>Sign in</title>')).toMatchObject({
    outcome: 'odd',
    is: expect.stringContaining('a login page, “Sign in”'),
    pointless: true,
  });
  expect(other(302, { location: 'https://sso.example' })).toMatchObject({ outcome: 'odd', pointless: true });
  expect(other(404, {})).toMatchObject({ outcome: 'odd', pointless: true });
  expect(other(500, {})).toMatchObject({ outcome: 'odd', is: expect.stringContaining('500') });
});

test('nothing that can be read is nobody, or somebody who is too slow', () => {
  expect(read({ is: 'nothing', cause: new NoAnswer('connect', 'connect ECONNREFUSED') })).toMatchObject({
    outcome: 'none',
    is: expect.stringContaining('nobody answers'),
  });
  const late = new DOMException('It took longer than 1 s.', 'TimeoutError');
  expect(read({ is: 'nothing', cause: late })).toMatchObject({
    outcome: 'none',
    is: expect.stringContaining('in time'),
  });
});

test('an error of JSON-RPC is a no', () => {
  expect(read({ is: 'error', code: -32001, text: 'unauthorized' })).toMatchObject({
    outcome: 'refused',
    status: 'error -32001',
  });
});
