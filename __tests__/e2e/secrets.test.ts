import { randomBytes } from 'node:crypto';
import { type KeptLab, keptLab, logIn, USER_NAME, USER_PASSWORD } from './kept-lab.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

/** A whole token: header, payload and a signature. */
const SIGNED_JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]{8,}/;
/** As short as somebody's own key may be. */
const SHORT = 'hunter2';
const WRONG_PASSWORD = `${USER_PASSWORD} but wrong`;

afterEach(clearAll);

/** Every spelling in which a text could have been written down. */
function spellings(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ x: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ];
}

/** What of the secrets stands in the text. */
function found(text: string, secrets: readonly string[]): string[] {
  const tokens = secrets.flatMap((secret) => (secret.startsWith('eyJ') ? [secret.split('.')[2] ?? ''] : []));
  const known = [...secrets, ...tokens].filter((secret) => secret.length >= SHORT.length).flatMap(spellings);
  const jwt = SIGNED_JWT.exec(text)?.[0];
  return [...known.filter((secret) => text.includes(secret)), ...(jwt ? [jwt] : [])];
}

/** Sends the secrets through every part, in ways that are answered, refused and not understood. Gives the tokens that were used. */
async function useSecrets(lab: KeptLab): Promise<string[]> {
  const { accessToken, refreshToken } = await lab.logIn();
  const opaque = `opaque-${randomBytes(16).toString('hex')}`;
  const forged = `${accessToken.slice(0, -12)}AAAAAAAAAAAA`;
  const invoke = (headers: Record<string, string>, body: unknown = call(lab)) =>
    ask(`${lab.url('stack')}/v1/tool-runtime/invoke`, { 'content-type': 'application/json', ...headers }, body);
  const providerData = (apiKey: string) => ({ 'x-llamastack-provider-data': JSON.stringify({ api_key: apiKey }) });
  const mcpHeaders = (token: string) =>
    ({
      'x-llamastack-provider-data': JSON.stringify({
        mcp_headers: { [`${lab.url('mcp')}/sse`]: [`Authorization: Bearer ${token}`] },
      }),
    }) as const;
  const elsewhere = { tool_name: 'fetch', kwargs: { url: `http://127.0.0.1:9/?token=${accessToken}` } };
  for (const token of [accessToken, refreshToken, opaque, forged, SHORT]) {
    await invoke(providerData(token));
    await invoke(mcpHeaders(token));
    await invoke(providerData(token), elsewhere);
    await invoke({ ...providerData(token), authorization: `Bearer ${token}` }, 'not { json');
    await invoke({ 'x-llamastack-provider-data': `{"api_key": ${token}` });
    await ask(lab.url('tool'), { authorization: `Bearer ${token}` });
    await ask(lab.url('tool'), { authorization: token });
    await ask(`${lab.url('tool')}/?access_token=${token}`, { authorization: `Basic ${token}` });
    await ask(`${lab.issuer}/protocol/openid-connect/userinfo`, { authorization: `Bearer ${token}` });
    await ask(`${lab.url('mcp')}/mcp`, mcpAccepts(token), toolCall(lab, token));
    await ask(`${lab.url('mcp')}/messages/?session_id=${token}`, mcpAccepts(token), toolCall(lab, token));
    await form(lab, { grant_type: 'refresh_token', refresh_token: token, client_id: 'llama-stack' });
    await form(lab, { grant_type: 'password', username: USER_NAME, password: token, client_id: 'llama-stack' });
    await run(['tool', 'invoke', '--stack', lab.url('stack')], { env: { ACCESS_TOKEN: token } });
  }
  await logIn(lab.issuer, WRONG_PASSWORD);
  await ask(`${lab.issuer}/protocol/openid-connect/token?password=${encodeURIComponent(USER_PASSWORD)}`, {});
  return [accessToken, refreshToken, opaque, forged, SHORT];
}

const call = (lab: KeptLab) => ({ tool_name: 'fetch', kwargs: { url: lab.url('tool') } });

const mcpAccepts = (token: string) => ({
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: `Bearer ${token}`,
});

const toolCall = (lab: KeptLab, token: string) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'fetch', arguments: { url: lab.url('tool') }, _meta: { api_key: token } },
});

async function ask(url: string, headers: Record<string, string>, body?: unknown): Promise<void> {
  const sent =
    body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(url, { headers, ...sent });
  await response.arrayBuffer();
}

async function form(lab: KeptLab, fields: Record<string, string>): Promise<void> {
  const url = `${lab.issuer}/protocol/openid-connect/token`;
  await ask(url, { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(fields).toString());
}

test.each([['--json'], ['--verbose']])('no secret of a run with %s in stdout, stderr or a file', async (how) => {
  const lab = how === '--json' ? await keptLab() : await keptVerbose();
  const tokens = await useSecrets(lab);
  const whileRunning = lab.program.home.written();
  lab.program.kill('SIGINT');
  expect((await lab.program.ended).code).toBe(0);
  const { stdout, stderr, home } = lab.program;
  // What was sent did reach the parts, and the log tells of it.
  expect(stdout + stderr).toContain('Validating token eyJ...');
  expect(whileRunning).toContain('Received access token with Subject');
  const secrets = [...tokens, USER_PASSWORD, WRONG_PASSWORD];
  expect(found(`${stdout}\n${stderr}\n${whileRunning}\n${home.written()}`, secrets)).toEqual([]);
});

test('no secret where a login is refused', async () => {
  const lab = await keptLab(['--only', '1a']);
  const { code, stdout, stderr, home } = await run(['--ci', '--verbose', '--idp', lab.issuer], {
    env: { USER_NAME, USER_PASSWORD: WRONG_PASSWORD },
  });
  expect(code).toBe(4);
  expect(found(stdout + stderr + home.written(), [WRONG_PASSWORD])).toEqual([]);
});

test('no secret on the terminal of a part that runs alone', async () => {
  const [identity = 0, tool = 0, mcp = 0, stack = 0] = await freePorts(4);
  const url = (port: number) => `http://localhost:${port}`;
  const issuer = `${url(identity)}/realms/demo`;
  const serve = (part: string, port: number, ...options: string[]) =>
    start(['serve', part, '--port', String(port), ...options], { env: { USER_NAME, USER_PASSWORD } });
  const parts = [
    serve('identity', identity),
    serve('tool', tool, '--issuer', issuer),
    serve('mcp', mcp, '--allow-origin', url(tool)),
    serve('stack', stack),
  ];
  await Promise.all(parts.map((part) => part.sees(/listens on/)));
  await run(['tool', 'register', '--stack', url(stack), '--mcp-endpoint', `${url(mcp)}/sse`]);
  const ports: Record<string, number> = { identity, tool, mcp, stack };
  const [first] = parts;
  if (!first) throw new Error('no part');
  const tokens = await useSecrets({
    program: first,
    issuer,
    url: (part) => url(ports[part] ?? 0),
    logIn: () => logIn(issuer, USER_PASSWORD),
  });
  for (const part of parts) part.kill('SIGTERM');
  await Promise.all(parts.map((part) => part.ended));
  const all = parts.map(({ stdout, stderr, home }) => `${stdout}\n${stderr}\n${home.written()}`).join('\n');
  expect(all).toContain('Received access token with Subject');
  expect(found(all, [...tokens, USER_PASSWORD, WRONG_PASSWORD])).toEqual([]);
});

/** As a person would see it: lines, and the log of every part. */
async function keptVerbose(): Promise<KeptLab> {
  const ports = await freePorts(4);
  const parts = ['identity', 'tool', 'mcp', 'stack'];
  const options = parts.flatMap((part, index) => [`--port-${part}`, String(ports[index])]);
  const program = start(['--ci', '--idp', 'embedded', '--verbose', '--keep', ...options], {
    env: { USER_NAME, USER_PASSWORD },
  });
  await program.sees(/keeps running/);
  const url = (part: string) => `http://localhost:${ports[parts.indexOf(part)]}`;
  const issuer = `${url('identity')}/realms/demo`;
  return { program, issuer, url, logIn: () => logIn(issuer, USER_PASSWORD) };
}
