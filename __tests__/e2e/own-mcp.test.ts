import {
  asker,
  guarded,
  type OtherServer,
  otherServer,
  sseAt,
  streamableAt,
  tutorialsOwn,
} from '../contract/mcp-find-lab.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

const open: OtherServer[] = [];

afterEach(async () => {
  await clearAll();
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A tool of the learner's, and the ports of a lab that has it behind a tap. */
async function world() {
  const [identity, its, tool, mcp, stack] = await freePorts(5);
  const program = start(['serve', 'tool', '--port', `${its}`, '--issuer', `http://localhost:${identity}/realms/demo`]);
  await program.sees(/listens on/);
  const ports = [`--port-identity=${identity}`, `--port-tool=${tool}`, `--port-mcp=${mcp}`, `--port-stack=${stack}`];
  return { tool: `http://localhost:${its}`, lab: ['--ci', '--idp', 'embedded', ...ports] };
}

async function opened(server: Promise<OtherServer>): Promise<string> {
  const { url } = await server;
  open.push(await server);
  return url;
}

const ASK = ['--call-tool', 'ask', '--call-arg', 'politely=true', '--expect', 'Please: Hello, world!'];

test.each([
  ['Streamable HTTP', streamableAt, '/mcp'],
  ['SSE', sseAt, '/sse'],
] as const)(
  'an MCP server of the TypeScript SDK over %s, which asks the tool past its tap',
  async (over, at, path) => {
    const { tool, lab } = await world();
    const mcp = await opened(otherServer(at(path, asker(tool))));
    const { code, stdout, stderr, home } = await run([...lab, '--tool', tool, '--mcp', mcp, ...ASK], {
      env: { COLUMNS: '300' },
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    // What was there is what was found.
    const where = over === 'SSE' ? '' : `, over ${over} at ${path}`;
    expect(stdout).toContain(`lists ask(politely)${where}, by the server that you started`);
    expect(stdout).toMatch(
      /3a.*tool: not seen: your MCP server asked it past its tap, if at all; the answer that came back is a refusal/,
    );
    expect(stdout).toMatch(/3b.*tool: not seen: .* the answer that came back is the answer of the tool/);
    // So do the events, that no report has to guess.
    expect(home.written()).toMatch(/"type":"step-ended","step":"3b","status":"done".*"notSeen":\["tool"\]/);
    // Nothing of the tutorial's is claimed of it.
    expect(stdout).not.toContain('log lines');
    expect(stdout).toMatch(/tool: not seen .*tool: not seen/);
    expect(stdout).toContain('the call is your own, ask: what its tool checks is not known');
  },
  120_000,
);

describe('one as the tutorial’s, which passes no trace on', () => {
  test('is looked behind: what it asks the tool is told by print and time, with a token and without', async () => {
    const { lab } = await world();
    const mcp = await opened(otherServer(sseAt('/sse', tutorialsOwn)));
    const { code, stdout, stderr } = await run([...lab, '--mcp', `${mcp}/sse`, '--only', '4,2.2,2.15,4.7'], {
      env: { COLUMNS: '300' },
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^✓ 2\.2 .*tool: 401 · Missing Authorization header/m);
    expect(stdout).toContain('Validating token some-api-key');
    expect(stdout).not.toContain('not seen');
  }, 120_000);

  test('sends a token to whatever address it is asked for: that is said, with what to do', async () => {
    const { lab } = await world();
    const mcp = await opened(otherServer(sseAt('/sse', tutorialsOwn)));
    const { code, stderr } = await run([...lab, '--mcp', `${mcp}/sse`, '--only', '5.5', '--ollama', 'scripted']);
    expect(code).toBe(3);
    expect(stderr).toContain('Not so: The MCP server sent the token nowhere');
    expect(stderr).toContain('Your MCP server sends a caller’s token to whatever address is asked for.');
  }, 120_000);
});

test('a tool that answers whoever asks is no proof of anything', async () => {
  const { lab } = await world();
  const mcp = await opened(otherServer(streamableAt('/mcp')));
  const call = ['--call-tool', 'greet', '--call-arg', 'name=Ann', '--expect', 'Good day, Ann!'];
  const { code, stdout, stderr } = await run([...lab, '--mcp', mcp, ...call], { env: { COLUMNS: '300' } });
  expect({ code, stderr }).toMatchObject({ code: 3 });
  expect(stdout + stderr).toMatch(/tool: not seen: .* the answer that came back is not a refusal of the credential/);
}, 120_000);

test('a tool that the MCP server does not offer is said by its step, with those that it does', async () => {
  const { lab } = await world();
  const mcp = await opened(otherServer(streamableAt('/mcp')));
  const { code, stderr } = await run([...lab, '--mcp', mcp], { env: { COLUMNS: '300' } });
  expect(code).toBe(3);
  expect(stderr).toContain('lists greet(name)');
  expect(stderr).toContain('Name one that it offers: --call-tool NAME');
}, 120_000);

test('an argument without a call is refused before anything begins', async () => {
  const { code, stderr } = await run(['--ci', '--call-arg', 'name=Ann']);
  expect(code).toBe(2);
  expect(stderr).toContain('--call-arg is said of no call.');
});

test('an MCP server that lets nobody in without a token is brought the user’s, and refuses the placeholder', async () => {
  const { lab } = await world();
  const mcp = await opened(otherServer(guarded(streamableAt('/mcp'), (brought) => brought.startsWith('Bearer eyJ'))));
  const call = ['--call-tool', 'greet', '--call-arg', 'name=Ann', '--expect', 'Good day, Ann!'];
  const { code, stdout, stderr, home } = await run([...lab, '--mcp', mcp, ...call], { env: { COLUMNS: '300' } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('lists greet(name), over Streamable HTTP at /mcp, to who brings a token');
  expect(stdout).toMatch(/✓ 2b .*tool greet$/m);
  expect(stdout).toMatch(/✓ 3a .*mcp: 401: Bearer resource_metadata=.*the tool was not asked$/m);
  expect(stdout).toMatch(/✓ 3b .*tool: not seen: .* the answer that came back is the answer of the tool/);
  // The tutorial's provider would put the token where such a server does not look.
  const hops = home.written().match(/"type":"hop".*?"carrier":"[^"]*"/g) ?? [];
  const carriers = hops
    .filter((hop) => hop.includes('tool-runtime/invoke'))
    .map((hop) => /"carrier":"([^"]*)"/.exec(hop)?.[1]);
  expect(new Set(carriers)).toEqual(new Set(['X-LlamaStack-Provider-Data mcp_headers']));
}, 120_000);

test('a protected MCP server is looked at as a resource, and what would have to be started otherwise is left out', async () => {
  const [identity, its, itsMcp] = await freePorts(3);
  const env = { CLIENT_SECRET_MCP_SERVER: 'the-secret-of-the-mcp-server', USER_PASSWORD: 'the password of alan' };
  const issuer = `http://localhost:${identity}/realms/demo`;
  const serve = (part: string, ...args: readonly string[]) =>
    start(['serve', part, ...args], { env }).sees(/listens on/);
  await serve('identity', '--port', `${identity}`);
  await serve('tool', '--port', `${its}`, '--issuer', issuer);
  const [, tool, mcp, stack] = await freePorts(4);
  const exchange = ['--token-policy', 'exchange', '--issuer', issuer];
  await serve('mcp', '--port', `${itsMcp}`, ...exchange, '--allow-origin', `http://localhost:${tool}`);
  const ports = [`--port-tool=${tool}`, `--port-mcp=${mcp}`, `--port-stack=${stack}`];
  const theirs = [
    '--idp',
    issuer,
    '--scope',
    'mcp-audience',
    '--audience',
    'mcp-server',
    '--mcp',
    `http://localhost:${itsMcp}`,
  ];
  const options = ['--ci', ...ports, ...theirs, '--tool', `http://localhost:${its}`];
  const { code, stdout, stderr } = await run(options, { env: { ...env, COLUMNS: '300' } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  // This stack server and this MCP server pass traceparent on, so that the exchange is seen at the tool.
  expect(stdout).toMatch(/✓ 3b .*tool: 200 · Hello, world! · error_code 0$/m);
  expect(stdout).toMatch(/✓ 3\.2 .*401 without a token, with resource_metadata · tokens from .*, scope mcp-audience$/m);
  expect(stdout).toMatch(/✓ 3\.4 .*aud mcp-server$/m);
  expect(stdout).toMatch(/· 3\.5 .*the MCP server is your own, and stays as it is$/m);
  expect(stdout).toMatch(/· 2\.2 .*your MCP server takes a token for itself/);
}, 120_000);
