import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Hop } from '../../src/evidence/hop.ts';
import { callFetch, connect, type McpLab, openMcp, type Way } from './mcp-server-lab.ts';
import { openStack, providerData, type StackLab } from './stack-server-lab.ts';
import { closeAll } from './tap-lab.ts';
import { logged, print, tap, type Watched } from './tap-watch.ts';
import {
  AUDIENCE,
  claimsOf,
  type Issuer,
  newKey,
  openIssuer,
  openTool,
  sign,
  type ToolLab,
} from './tool-server-lab.ts';

afterEach(closeAll);

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

describe('before our own parts, it tells what they tell themselves', () => {
  let issuer: Issuer;
  let token: string;
  let tool: ToolLab;
  let mcp: McpLab;
  let stack: StackLab;
  let taps: Record<'stack' | 'mcp' | 'tool', Watched>;

  beforeEach(async () => {
    const key = await newKey('one');
    issuer = await openIssuer([key]);
    token = await sign(claimsOf(issuer.issuer), key);
    tool = await openTool(issuer.issuer);
    const beforeTool = await tap(tool.url, 'tool');
    mcp = await openMcp([beforeTool.url]);
    const beforeMcp = await tap(mcp.url, 'mcp');
    stack = await openStack({ traceEveryCall: true });
    taps = { tool: beforeTool, mcp: beforeMcp, stack: await tap(stack.url, 'stack') };
  });
  afterEach(async () => {
    await Promise.all([stack.close(), mcp.close(), tool.close(), issuer.close()]);
  });

  /** What both have to say alike. */
  const essence = ({ from, to, traceId, request: asked, carrier, credential, answer }: Hop) => ({
    from,
    to,
    traceId,
    request: asked,
    carrier,
    text: credential.text,
    claims: credential.token?.claims,
    answer: answer && { status: answer.status, ok: answer.ok, text: answer.text },
  });

  test.each([
    ['refused', () => 'some-api-key', 'malformed jwt'],
    ['answered', () => token, 'Hello, world!'],
  ])('a call through the whole chain that is %s', async (_, key, text) => {
    await stack.register(`${taps.mcp.url}/sse`);
    const answered = await fetch(`${taps.stack.url}/v1/tool-runtime/invoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: TRACEPARENT, ...providerData({ api_key: key() }) },
      body: JSON.stringify({ tool_name: 'fetch', kwargs: { url: taps.tool.url } }),
    });
    expect(answered.status).toBe(200);
    const own = { stack: stack.hops, mcp: mcp.hops, tool: tool.hops };
    for (const name of ['stack', 'mcp', 'tool'] as const) {
      const [hop] = await taps[name].told(1);
      const receivers = own[name].find(({ answer, traceId }) => answer && traceId === TRACE);
      expect(hop?.seenBy).toBe('tap');
      expect(receivers && essence(receivers)).toBeDefined();
      expect(hop && essence(hop)).toEqual(receivers && essence(receivers));
      expect(hop?.traceId).toBe(TRACE);
      // Reported twice, under one id.
      expect(taps[name].hops.map(({ id }) => id)).toEqual([hop?.id, hop?.id]);
    }
    expect((await taps.tool.told(1))[0]?.answer?.text).toContain(text);
  });

  test('a registration, which stands beside the calls, and one that is refused', async () => {
    const body = (provider: string) =>
      JSON.stringify({ provider_id: provider, toolgroup_id: 'g', mcp_endpoint: { uri: `${mcp.url}/sse` } });
    for (const provider of ['mcp-identity', 'nobody'])
      await fetch(`${taps.stack.url}/v1/toolgroups`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: TRACEPARENT },
        body: body(provider),
      });
    const seen = await taps.stack.told(2);
    const own = stack.hops.filter(({ answer }) => answer);
    expect(seen.map(essence)).toEqual(own.map(essence));
    expect(seen.map(({ aside, answer }) => [aside, answer?.status, answer?.ok])).toEqual([
      [true, '200', true],
      [true, '400', false],
    ]);
  });

  test.each<Way>(['SSE', 'Streamable HTTP'])('calls over one %s session, several at once', async (way) => {
    const client: Client = await connect(taps.mcp.url, way);
    const keys = ['first-key', 'second-key', token];
    await Promise.all(keys.map((key) => callFetch(client, taps.tool.url, { api_key: key })));
    await client.close();
    const told = await taps.mcp.told(3);
    expect(told.map(({ credential }) => credential.text).sort()).toEqual(['***', '***', 'eyJ...']);
    for (const { credential, answer } of told) {
      expect(answer?.status).toBe(`isError: ${credential.text !== 'eyJ...'}`);
      if (credential.text === 'eyJ...') expect(answer?.text).toBe('Hello, world!');
    }
    expect(new Set(told.map(({ credential }) => credential.print))).toEqual(new Set(keys.map(print)));
    expect(await logged(taps.mcp, /\(initialize\)/)).toMatch(/^POST /);
    expect(await logged(taps.mcp, /\(tools\/call|notifications\/initialized\)/)).toMatch(/20\d/);
  });

  test('a tool that is asked without a token, and with a token for somebody else', async () => {
    await tool.ask(undefined);
    await fetch(taps.tool.url);
    const key = await newKey('one');
    const other = await sign(claimsOf(issuer.issuer, { aud: 'account' }), key);
    await fetch(`${taps.tool.url}/deep?access_token=${token}`, { headers: { authorization: `Bearer ${other}` } });
    const [without, wrong] = await taps.tool.told(2);
    expect(without).toMatchObject({ credential: { text: '', print: '' }, answer: { status: '401', ok: false } });
    expect(wrong).toMatchObject({ request: 'GET /deep?access_token=***', answer: { status: '401' } });
    expect(wrong?.credential.token?.claims).toMatchObject({ aud: 'account' });
    expect(AUDIENCE).not.toBe('account');
  });
});
