import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { start as startMcp } from '../../services/mcp-server/server.ts';
import type { RunningPart } from '../../services/part/part-server.ts';
import { type Answered, openStack, type StackLab } from './stack-server-lab.ts';
import {
  claimsOf,
  type Issuer,
  newKey,
  openIssuer,
  openTool,
  type SigningKey,
  sign,
  type ToolLab,
} from './tool-server-lab.ts';

/**
 * The requests that were made of a real Llama Stack 0.2.3 (docs/references/llama-stack-0.2.3.md), in their order, made of ours with the bundled MCP
 * and tool servers behind it: the same status and the same JSON, but for the 500s, which are a 4xx or 502 that names the cause, and the tool list
 * that the real one never gives.
 */
interface Entry {
  title: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  status: number;
  answer: unknown;
}

const entries: Entry[] = JSON.parse(
  readFileSync(new URL('./fixtures/llama-stack-0.2.3.json', import.meta.url), 'utf8'),
);
const silent = { log: () => {}, hop: () => {}, print: () => '' };

let key: SigningKey;
let issuer: Issuer;
let tool: ToolLab;
let mcp: RunningPart;
let stack: StackLab;
let replaced: (text: string) => string;

beforeAll(async () => {
  key = await newKey('k1');
  issuer = await openIssuer([key]);
  tool = await openTool(issuer.issuer);
  const listen = { host: '127.0.0.1', port: 0, pinned: true };
  mcp = await startMcp({ listen, allowedOrigins: [tool.url] }, silent);
  stack = await openStack();
  const values = await placeholders();
  replaced = (text) => values.reduce((result, [from, to]) => result.replaceAll(from, to), text);
});
afterAll(async () => {
  await stack.close();
  await mcp.close();
  await tool.close();
  await issuer.close();
});

/** What stands for the recording's addresses and tokens. */
async function placeholders(): Promise<[from: string, to: string][]> {
  const claims = (changes = {}) => claimsOf(issuer.issuer, changes);
  const good = await sign(claims(), key);
  const [header = '', payload = '', signature = ''] = good.split('.');
  const unsigned = (alg: string) => `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${payload}`;
  const hmac = createHmac('sha256', 'secret').update(unsigned('HS256')).digest('base64url');
  return [
    ['http://localhost:8000', mcp.url],
    ['http://127.0.0.1:8000', mcp.url.replace('localhost', '127.0.0.1')],
    ['http://localhost:10000', tool.url],
    ['<ACCESS_TOKEN>', good],
    ['<token expired>', await sign(claims({ exp: 1 }), key)],
    ['<token wrongaud>', await sign(claims({ aud: 'account' }), key)],
    ['<token noaud>', await sign(claims({ aud: undefined }), key)],
    ['<token audlist>', await sign(claims({ aud: ['account', 'my-external-tool'] }), key)],
    ['<token wrongiss>', await sign(claims({ iss: 'http://127.0.0.1:8080/realms/demo' }), key)],
    ['<token tampered>', `${header}.${Buffer.from('{"sub":"eve"}').toString('base64url')}.${signature}`],
    ['<token none>', `${unsigned('none')}.`],
    ['<token hs256>', `${unsigned('HS256')}.${hmac}`],
  ];
}

const PARAMETER = { name: 'url', parameter_type: 'string', description: '', required: true, default: null };

/** Where ours is meant to differ, or where the recording shows only a part. */
function expectDifference({ title, path, answer: recorded }: Entry, got: Answered): boolean {
  if (title === 'GET /v1/inspect/routes') {
    const { data } = got.json as { data: { route: string; method: string; provider_types: string[] }[] };
    // The recording names them as one reads them; the real one answers `"method":"get"`, and no provider for what the registry holds.
    const all = data.map(({ method, route }) => `${method.toUpperCase()} ${route}`);
    // What a later Llama Stack has, and the lesson sets beside it.
    const served = all.filter((route) => route !== 'POST /v1/responses');
    expect(served.length).toBe(all.length - 1);
    expect(new Set(data.map(({ method }) => method))).toEqual(new Set(['get', 'post', 'delete']));
    expect(data.find(({ route }) => route === '/v1/toolgroups')?.provider_types).toEqual([]);
    const left = /^(?:GET|POST|DELETE) \/v1\/(?:agents|inference|openai\/v1\/chat|tool-runtime\/rag-tool)/;
    expect(served.toSorted()).toEqual((recorded as string[]).filter((route) => !left.test(route)).toSorted());
    const invoke = data.find(({ route }) => route === '/v1/tool-runtime/invoke');
    expect(invoke?.provider_types).toEqual(['remote::mcp-identity', 'remote::model-context-protocol']);
    return true;
  }
  if (title === 'GET /v1/providers') {
    const toolRuntime = (list: unknown) =>
      (list as { data: { api: string }[] }).data.filter(({ api }) => api === 'tool_runtime');
    expect(toolRuntime(got.json)).toEqual(toolRuntime(recorded));
    return true;
  }
  if (path.startsWith('/v1/tool-runtime/list-tools?tool_group_id=remote%3A%3Aweb-fetch')) {
    const metadata = { endpoint: `${mcp.url}/sse` };
    expect(got).toMatchObject({
      status: 200,
      json: { data: [{ name: 'fetch', description: '', parameters: [PARAMETER], metadata }] },
    });
    return true;
  }
  return false;
}

test.each(entries.map((entry): [string, Entry] => [entry.title, entry]))('%s', async (_, entry) => {
  const headers = Object.entries(entry.headers ?? {}).map(([name, value]) => [name, replaced(value)]);
  const got = await stack.ask(entry.path, {
    method: entry.method,
    headers: Object.fromEntries(headers),
    ...(entry.body !== undefined && { body: replaced(entry.body) }),
  });
  expect(got.headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
  expect(got.headers['content-type']).toBe('application/json');
  if (expectDifference(entry, got)) return;
  if (entry.status === 500) {
    expect([400, 502]).toContain(got.status);
    expect(got.json).toEqual({ detail: expect.stringMatching(/\w/) });
    return;
  }
  expect(got.status).toBe(entry.status);
  expect(got.json).toEqual(JSON.parse(replaced(JSON.stringify(entry.answer))));
});

test('the recording is whole', () => {
  expect(entries).toHaveLength(83);
  expect(entries.filter(({ status }) => status === 500)).toHaveLength(6);
});

test('the log names every address on which it listens', async () => {
  const { port } = new URL(stack.url);
  const said = stack.logs.map((line) => /^Listening on \[(.*)\]:(\d+)$/.exec(line)).find((match) => match !== null);
  const answering: string[] = [];
  for (const [address, host] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ]) {
    if (await fetch(`http://${host}:${port}/v1/health`).catch(() => undefined)) answering.push(`'${address}'`);
  }
  expect(answering).toContain("'127.0.0.1'");
  expect(said?.slice(1)).toEqual([answering.join(', '), port]);
});
