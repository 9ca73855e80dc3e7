import { login } from '../../services/clients/login.ts';
import { secretsForRun } from '../../services/identity/client-secrets.ts';
import type { ExchangePolicyOptions } from '../../services/mcp-server/token-policy/exchange.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import { CONFIDENTIAL_PLAN } from './confidential-plan.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { callFetch, connect, type McpLab, openMcp, type Way } from './mcp-server-lab.ts';
import { openStack, providerData } from './stack-server-lab.ts';
import { openTool, type ToolLab } from './tool-server-lab.ts';

/** The repaired way, with the real parts: a token for the MCP server goes in, one that was exchanged for it reaches the tool (RFC 8693). */
const print = printer(newSalt());
const secrets = secretsForRun({}, CONFIDENTIAL_PLAN);
let identity: Embedded;
let tool: ToolLab;
let mcp: McpLab;
let issuer: string;

const clientSecret = () => secrets['mcp-server'] ?? new Secret('');
const exchanging = (more: Partial<ExchangePolicyOptions> = {}): ExchangePolicyOptions => ({
  issuer,
  clientId: 'mcp-server',
  scope: 'mcp-audience',
  secret: clientSecret(),
  target: { audience: 'my-external-tool', scope: 'tool-audience' },
  ...more,
});

beforeAll(async () => {
  identity = await startEmbedded({ realm: CONFIDENTIAL_PLAN, secrets });
  issuer = `${identity.part.url}/realms/${CONFIDENTIAL_PLAN.realm}`;
  tool = await openTool(issuer, { print });
  mcp = await openMcp([tool.url], { exchange: exchanging(), print });
});
afterAll(async () => {
  await mcp.close();
  await tool.close();
  await identity.part.close();
});
beforeEach(() => {
  for (const list of [mcp.hops, mcp.logs, tool.hops, tool.logs]) list.splice(0);
});

/** A token of the user's, through the client llama-stack. */
async function tokenWith(scope: string): Promise<Secret> {
  const signal = new AbortController().signal;
  const who = { username: USERNAME, password: new Secret(PASSWORD) };
  return (await login({ issuer, clientId: 'llama-stack', ...who, scope, signal })).accessToken;
}

async function callWith(token: Secret, { server = mcp, way = 'Streamable HTTP' as Way, meta = {} } = {}) {
  const client = await connect(server.url, way, { authorization: `Bearer ${token.reveal()}` });
  try {
    return await callFetch(client, tool.url, { traceparent: traceparent(newTraceId()), ...meta });
  } finally {
    await client.close();
  }
}

test.each<Way>(['Streamable HTTP', 'SSE'])(
  'over %s, what reaches the tool is another token of the same user',
  async (way) => {
    const token = await tokenWith('mcp-audience');
    expect(await callWith(token, { way })).toEqual({ text: 'Hello, world!', isError: false });
    const { credential } = tool.hops.find(({ to }) => to === 'tool') ?? {};
    const { credential: brought } = mcp.hops.find(({ to }) => to === 'mcp') ?? {};
    expect(brought?.print).toBe(print(token.reveal()));
    expect(credential?.print).not.toBe(brought?.print);
    const [before, after] = [brought?.token?.claims, credential?.token?.claims];
    expect([before?.azp, [before?.aud].flat().includes('mcp-server')]).toEqual(['llama-stack', true]);
    expect([after?.azp, after?.aud]).toEqual(['mcp-server', 'my-external-tool']);
    expect(after?.sub).toBe(before?.sub);
  },
);

test('the exchange is told as a hop, with the print of the token that went in and of the one that came out', async () => {
  const token = await tokenWith('mcp-audience');
  await callWith(token);
  const [asked, answered] = mcp.hops.filter(({ to }) => to === 'identity');
  expect(asked).toMatchObject({
    from: 'mcp',
    seenBy: 'sender',
    request: `POST ${new URL(issuer).pathname}/protocol/openid-connect/token`,
    carrier: 'form field subject_token',
    credential: { print: print(token.reveal()) },
  });
  const atTool = tool.hops.find(({ to }) => to === 'tool');
  expect(answered).toMatchObject({ id: asked?.id, answer: { status: '200', ok: true, issued: atTool?.credential } });
  expect(answered?.traceId).toBe(atTool?.traceId);
});

test('nothing of a token or of the secret is told', async () => {
  const token = await tokenWith('mcp-audience');
  await callWith(token);
  const told = JSON.stringify([mcp.hops, mcp.logs]);
  const basic = Buffer.from(`mcp-server:${clientSecret().reveal()}`).toString('base64');
  const secret = [token.reveal(), token.reveal().split('.')[2] ?? '', clientSecret().reveal(), basic];
  expect(secret.filter((each) => told.includes(each))).toEqual([]);
  expect(told).not.toMatch(/eyJ[\w-]{10,}/);
});

test('a token that was got is kept for its subject token, and for no other; who asks meanwhile waits for the same', async () => {
  const [one, other] = [await tokenWith('mcp-audience'), await tokenWith('mcp-audience')];
  await Promise.all([callWith(one), callWith(one), callWith(one)]);
  await callWith(one);
  const exchanges = () => mcp.hops.filter(({ to, answer }) => to === 'identity' && answer).length;
  expect(exchanges()).toBe(1);
  await callWith(other);
  expect(exchanges()).toBe(2);
  expect(new Set(tool.hops.map(({ credential }) => credential.print)).size).toBe(2);
});

test('an api_key beside it is left aside, whatever it is: nobody has looked whom it was issued for', async () => {
  const foreign = await tokenWith('tool-audience');
  const meta = { api_key: foreign.reveal() };
  expect(await callWith(await tokenWith('mcp-audience'), { meta })).toMatchObject({ text: 'Hello, world!' });
  expect(tool.hops.find(({ to }) => to === 'tool')?.credential.print).not.toBe(print(foreign.reveal()));
});

test('the token that opens the tool does not open this server', async () => {
  await expect(callWith(await tokenWith('tool-audience'))).rejects.toThrow(/issued for somebody else/);
  expect(tool.hops).toEqual([]);
});

test('the seed’s call, its token in _meta.api_key alone, is refused before anything of it is read', async () => {
  await expect(connect(mcp.url, 'SSE')).rejects.toThrow(/401/);
  await expect(connect(mcp.url, 'Streamable HTTP')).rejects.toThrow(/no token/);
});

test('through a stack that passes the token on, the refusal is seen in the trace of the call', async () => {
  const stack = await openStack();
  // Registered when it still passed on: to one that exchanges, the stack could not say whom it speaks for.
  const before = await openMcp([tool.url]);
  await stack.register(`${before.url}/sse`);
  await before.close();
  const after = await openMcp([tool.url], { exchange: exchanging(), port: Number(new URL(before.url).port), print });
  const traceId = newTraceId();
  const headers = {
    ...providerData({ api_key: (await tokenWith('tool-audience')).reveal() }),
    traceparent: traceparent(traceId),
  };
  const { status } = await stack.invoke({ url: tool.url }, headers);
  await Promise.all([stack.close(), after.close()]);
  expect(status).toBeGreaterThanOrEqual(500);
  expect(after.hops.map((hop) => [hop.traceId, hop.request, hop.answer?.status])).toEqual([
    [traceId, 'GET /sse', undefined],
    [traceId, 'GET /sse', '401'],
  ]);
  expect(after.hops[1]?.answer?.checks).toEqual([]);
});

test('what goes to an origin that may have no token is not exchanged either', async () => {
  const server = await openMcp(['http://localhost:9'], { exchange: exchanging(), print });
  const { text } = await callWith(await tokenWith('mcp-audience'), { server });
  await server.close();
  expect(text).toContain('is not on the list of origins');
  expect(server.hops.filter(({ to }) => to === 'identity')).toEqual([]);
});
