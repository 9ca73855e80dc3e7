import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStackClient, type StackClient, type ToolInvocation } from '../../services/clients/stack/client.ts';
import { GENERATION_IDS, type GenerationId } from '../../services/clients/stack/generation.ts';
import { GENERATIONS } from '../../services/clients/stack/generations.ts';
import { tokenProviderOf } from '../../services/clients/stack/token-provider.ts';
import { secretsForRun } from '../../services/identity/client-secrets.ts';
import { unionOf } from '../../services/identity/plan-union.ts';
import { TutorialError } from '../../src/errors.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import { REPAIR_REALM } from '../../steps/repair/realm.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from '../contract/identity-embedded.ts';
import { type McpLab, openMcp } from '../contract/mcp-server-lab.ts';
import { runToolCommand } from '../contract/tool-run.ts';
import { openTool, type ToolLab } from '../contract/tool-server-lab.ts';
import { clearAll, run, start } from '../e2e/program.ts';
import { verified } from '../e2e/verified.ts';
import { freePorts } from '../e2e/world.ts';
import { INSTALL_MS, REAL_VERSIONS, type RealStack, startRealStack } from './real-stack.ts';

/** Real Llama Stacks, each held to the same as the others: docs/references/llama-stack-generations.md. */
const signal = new AbortController().signal;
const REFUSED = /Client error '401 Unauthorized'|Error \(code 1\)/;

let identity: Embedded;
let tool: ToolLab;
let mcp: McpLab;
const realm = unionOf(REALM, REPAIR_REALM);
const secrets = secretsForRun({}, realm);
beforeAll(async () => {
  identity = await startEmbedded({ realm, secrets });
  tool = await openTool(issuer());
  mcp = await openMcp([tool.url], { traceEveryCall: true });
});
afterAll(async () => {
  await clearAll();
  await mcp.close();
  await tool.close();
  await identity.part.close();
});
const issuer = () => `${identity.part.url}/realms/${realm.realm}`;

/** A token of the user's for the tool, or for the MCP server. */
async function tokenWith(scope: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: REPAIR_REALM.clients.stack.id,
    username: USERNAME,
    password: PASSWORD,
    scope,
  });
  const answer = await fetch(`${issuer()}/protocol/openid-connect/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}

const ALL = REAL_VERSIONS.map((real) => [`${real.name ?? 'Llama Stack'} ${real.version}`, real] as const);
describe.each(ALL)('%s', (_name, real) => {
  const { version, generation: id } = real;
  const generation = GENERATIONS[id];
  // The tutorial's way is one for an MCP server that lets everybody in.
  const opensDoors = id !== 'provider-data';
  const atMcp = opensDoors ? 'Authorization: Bearer' : '_meta.api_key';
  const group = `test::${version}`;
  let stack: RealStack;
  let client: StackClient;
  beforeAll(async () => {
    stack = await startRealStack(real);
    client = createStackClient({ baseUrl: stack.url, signal });
  }, INSTALL_MS);
  afterAll(() => stack?.end());

  /** Has the tools of an MCP server known; a stack server that keeps no tool groups is told of it with each call. */
  async function known(toolGroupId: string, mcpEndpoint: string, token?: string): Promise<void> {
    if (!generation.can.toolGroups) return;
    await client.registerToolGroup({ toolGroupId, providerId: await tokenProviderOf(client), mcpEndpoint });
    await client.listTools({ toolGroupId, mcpEndpoint, token });
  }

  /** What the caller is told of a call: its text and error code, or that there is no result. */
  async function outcome(call: Partial<ToolInvocation>): Promise<string> {
    const wanted = { toolName: 'fetch', kwargs: { url: tool.url }, mcpEndpoint: `${mcp.url}/sse` };
    try {
      const { content, error_code: code } = await client.invokeTool({ ...wanted, ...call });
      return `${code}: ${JSON.stringify(content)}`;
    } catch (error) {
      if (error instanceof TutorialError) return `none: ${error.message} ${error.why}`;
      throw error;
    }
  }

  test('is found to be of its generation, and speaks with a client of its own version only', async () => {
    expect(await client.found()).toMatchObject({ version, generation: { id }, by: 'version' });
    expect(await client.health()).toMatchObject({ status: 'OK' });
    const asked = await fetch(`${stack.url}/v1/models`, { headers: { [real.clientHeader]: '9.9.9' } });
    expect(asked.status).toBe(426);
  });

  test('carries a token to the MCP server and on to the tool, and nobody’s but the caller’s', async () => {
    await known(group, `${mcp.url}/sse`);
    const token = await tokenWith('tool-audience');
    mcp.hops.splice(0);
    expect(await outcome({ token })).toMatch(/^0: .*Hello, world!/);
    const carriers = mcp.hops.filter(({ request }) => request.startsWith('tools/call')).map(({ carrier }) => carrier);
    expect(new Set(carriers)).toEqual(new Set([atMcp]));
    const changed = `${token.slice(0, -5)}${token.at(-5) === 'A' ? 'B' : 'A'}${token.slice(-4)}`;
    for (const wrong of [undefined, 'some-api-key', changed])
      expect(await outcome({ token: wrong })).toMatch(new RegExp(`^1: .*(?:${REFUSED.source})`));
    expect(await outcome({ token })).toMatch(/^0: /);
  });

  // A server that makes no calls by itself has none of those routes.
  if (generation.can.toolGroups) {
    test('does not carry it where other generations have it', async () => {
      const token = await tokenWith('tool-audience');
      const others = GENERATION_IDS.filter((other) => other !== id && other !== 'responses');
      for (const other of others)
        expect([other, await outcome({ token, as: GENERATIONS[other] })]).toEqual(refused(other));
    });
  }

  if (opensDoors) {
    test('reaches an MCP server that lets in only who brings a token for it', async () => {
      const exchange = {
        issuer: issuer(),
        clientId: REPAIR_REALM.clients.mcp.id,
        scope: REPAIR_REALM.scopes.mcpAudience.name,
        secret: secrets[REPAIR_REALM.clients.mcp.id] ?? fail('no secret'),
        target: { audience: REPAIR_REALM.clients.tool.id, scope: REPAIR_REALM.scopes.audience.name },
      };
      const door = await openMcp([tool.url], { exchange });
      try {
        const mcpEndpoint = `${door.url}/sse`;
        const token = await tokenWith('mcp-audience');
        const isListed = async (with_?: string) => {
          const of = { toolGroupId: `${group}-door`, mcpEndpoint };
          return client.listTools({ ...of, token: with_ }).then(
            (tools) => tools.length > 0,
            () => false,
          );
        };
        await known(`${group}-door`, mcpEndpoint, token);
        expect(await isListed(token)).toBe(true);
        // What one caller was told with a token, a stack server that keeps tool groups tells to everybody from then on.
        expect(await isListed()).toBe(generation.can.toolGroups);
        expect(await outcome({ token, mcpEndpoint })).toMatch(/^0: .*Hello, world!/);
        expect(await outcome({ token: await tokenWith('tool-audience'), mcpEndpoint })).not.toMatch(/^0: /);
        if (generation.can.toolGroups) await client.unregisterToolGroup(`${group}-door`);
      } finally {
        await door.close();
      }
    });
  }

  test('is what `tool` speaks to', async () => {
    if (generation.can.toolGroups) await client.unregisterToolGroup(group);
    const at = { stack: stack.url, mcpEndpoint: `${mcp.url}/sse`, toolgroup: `${group}-tool` };
    const env = { ACCESS_TOKEN: await tokenWith('tool-audience') };
    const steps = generation.can.toolGroups
      ? (['register', 'list', 'invoke', 'unregister'] as const)
      : (['list', 'invoke'] as const);
    const said: Record<string, string> = {};
    for (const action of steps) {
      const { code, stdout } = await runToolCommand({ action, ...at, url: tool.url }, { env });
      expect([action, code]).toEqual([action, 0]);
      said[action] = stdout;
    }
    expect(said).toMatchObject({
      list: expect.stringContaining('fetch(url)'),
      invoke: expect.stringContaining('Hello, world!'),
    });
  });

  test('is in the lesson: chapter 1 is proved, and a call without a token, and nothing of it stays there', async () => {
    const [identityPort, toolPort, mcpPort, stackPort] = await freePorts(4);
    const ports = { identity: identityPort, tool: toolPort, mcp: mcpPort, stack: stackPort };
    const pinned = Object.entries(ports).flatMap(([part, port]) => [`--port-${part}`, String(port)]);
    const program = start(['--ci', '--json', '--only', '4,2.2', '--idp', 'embedded', '--stack', stack.url, ...pinned]);
    expect(await program.ended).toEqual({ code: 0, signal: null });
    const hops = program.events().flatMap((event) => (event.type === 'hop' && event.hop.answer ? [event.hop] : []));
    const authorized = hops.filter(({ credential }) => credential.text === 'eyJ...');
    const way = (to: string) =>
      new Set(authorized.filter((hop) => hop.to === to && !hop.aside).map(({ carrier }) => carrier));
    expect([way('stack'), way('mcp'), way('tool')]).toEqual([
      new Set([generation.carrier]),
      new Set([atMcp]),
      new Set(['Authorization: Bearer']),
    ]);
    expect(generation.can.toolGroups ? await client.listToolGroups() : []).toEqual([]);
  });

  // The tutorial's provider puts the token into the message.
  if (id !== 'provider-data') {
    test('is in the lesson before an MCP server that is protected: ours once it is repaired, and one of the learner’s', async () => {
      const [identityPort, toolPort, mcpPort, stackPort] = await freePorts(4);
      const ports = [`--port-tool=${toolPort}`, `--port-mcp=${mcpPort}`, `--port-stack=${stackPort}`];
      const options = ['--ci', '--stack', stack.url, ...ports];
      const env = { COLUMNS: '300', USER_PASSWORD: PASSWORD };
      const repaired = await run(
        [...options, '--idp', 'embedded', `--port-identity=${identityPort}`, '--only', '3.3,3.5,3.8'],
        {
          env,
        },
      );
      expect(repaired).toMatchObject({ code: 0 });
      expect(repaired.stdout).toMatch(/✓ 3\.3 .*mcp: 401.*the tool was not asked$/m);
      expect(repaired.stdout).toMatch(/✓ 3\.5 .*tool: 200 · aud my-external-tool for mcp-server/m);
      const secret = secrets[REPAIR_REALM.clients.mcp.id] ?? fail('no secret');
      const { clients, scopes } = REPAIR_REALM;
      const target = { audience: clients.tool.id, scope: scopes.audience.name };
      const exchange = { issuer: issuer(), clientId: clients.mcp.id, scope: scopes.mcpAudience.name, secret, target };
      const door = await openMcp([tool.url], { exchange });
      try {
        const names = [
          '--idp',
          issuer(),
          '--user',
          USERNAME,
          '--scope',
          scopes.mcpAudience.name,
          '--audience',
          clients.mcp.id,
        ];
        const call = ['--call-tool', 'fetch', '--call-arg', `url=${tool.url}`, '--expect', 'Hello, world!'];
        const theirs = await run([...options, ...names, '--mcp', `${door.url}/sse`, ...call, '--only', '3a,3b'], {
          env,
        });
        expect(theirs).toMatchObject({ code: 0 });
        expect(theirs.stdout).toMatch(/✓ 3a .*mcp: 401: .*the tool was not asked$/m);
        expect(theirs.stdout).toMatch(/✓ 3b .*the answer that came back is the answer of the tool/m);
        expect(generation.can.toolGroups ? await client.listToolGroups() : []).toEqual([]);
      } finally {
        await door.close();
      }
    }, 120_000);
  }

  test('is verified: only the right token passes, and lists of tools that it keeps are told', async () => {
    const secret = secrets[REPAIR_REALM.clients.mcp.id] ?? fail('no secret');
    const target = { audience: REPAIR_REALM.clients.tool.id, scope: REPAIR_REALM.scopes.audience.name };
    const { clients, scopes } = REPAIR_REALM;
    const exchange = { issuer: issuer(), clientId: clients.mcp.id, scope: scopes.mcpAudience.name, secret, target };
    const door = opensDoors ? await openMcp([tool.url], { exchange }) : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'verify-stack-'));
    const config = join(folder, 'smoke.json');
    const names = door
      ? { scope: scopes.mcpAudience.name, audience: clients.mcp.id }
      : { scope: target.scope, audience: target.audience };
    const said = {
      identity: { idp: issuer(), user: USERNAME, ...names },
      mcp: { url: `${door?.url ?? mcp.url}/sse` },
      stack: { url: stack.url },
      call: { tool: 'fetch', arguments: { url: tool.url }, expect: 'Hello, world!' },
    };
    writeFileSync(config, JSON.stringify(said));
    const keepsLists = generation.can.toolGroups && door !== undefined;
    try {
      const options = ['--config', config, '--patience', '60s'];
      const { report, code } = await verified(options, { env: { USER_PASSWORD: PASSWORD } });
      const verdicts = (verdict: string) =>
        report.rows.filter((row) => row.door === 'stack' && row.verdict === verdict).map((row) => row.id);
      expect(verdicts('failed')).toEqual([]);
      expect(verdicts('not-seen')).toEqual([]);
      expect(verdicts('wrongly-accepted')).toEqual(keepsLists ? ['tool-list'] : []);
      expect(code).toBe(keepsLists ? 7 : 0);
      expect(generation.can.toolGroups ? await client.listToolGroups() : []).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
      await door?.close();
    }
  });

  /** In 0.6 a header that is no place for a token any more is refused; what nobody reads is no token. */
  function refused(other: GenerationId): unknown[] {
    const isForbidden = id === 'authorization' && other === 'mcp-headers';
    return [other, expect.stringMatching(isForbidden ? /^none: .*authorization/ : REFUSED)];
  }
});

function fail(why: string): never {
  throw new Error(why);
}
