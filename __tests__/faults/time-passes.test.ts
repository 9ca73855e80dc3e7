import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Home, makeHome } from '../e2e/home.ts';
import { clearAll, type Program, run, start } from '../e2e/program.ts';
import { freePorts } from '../e2e/world.ts';
import { adjustableClock } from './preloads.ts';

/** Parts that stand alone while what they relied on becomes otherwise. */
let home: Home;
beforeEach(() => {
  home = makeHome();
});
afterEach(async () => {
  await clearAll();
  home.remove();
});

const USER = { USER_NAME: 'alan', USER_PASSWORD: 'demo' };
/** Longer than the provider's token lives. */
const SLEPT_MS = 3_600_000;

/** A part of the built program, alone. */
async function serve(part: string, port: number, ...options: readonly string[]): Promise<Program> {
  const program = start(['serve', part, '--port', String(port), ...options], { home, env: USER });
  await program.sees(/listens on/);
  return program;
}

/** An identity provider, and a tool that trusts it, whose processes have this environment. */
async function openParts(env: Readonly<Record<string, string>> = {}) {
  const [identityPort = 0, toolPort = 0] = await freePorts(2);
  const issuer = `http://localhost:${identityPort}/realms/demo`;
  const identity = await serve('identity', identityPort);
  const tool = start(['serve', 'tool', '--port', String(toolPort), '--issuer', issuer], { home, env });
  await tool.sees(/listens on/);
  return { identity, identityPort, issuer, tool, url: `http://localhost:${toolPort}` };
}

/** A token of the user's for the tool. */
async function tokenFrom(issuer: string): Promise<string> {
  const form = { grant_type: 'password', client_id: 'llama-stack', scope: 'tool-audience', username: 'alan' };
  const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, password: USER.USER_PASSWORD }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function ask(url: string, token: string) {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.text() };
}

test('a machine sleeps for an hour: the tool refuses the token that expired meanwhile', async () => {
  const clock = join(home.folder, 'clock');
  const { issuer, url } = await openParts(adjustableClock(home, clock));
  const token = await tokenFrom(issuer);
  expect((await ask(url, token)).status).toBe(200);
  writeFileSync(clock, String(SLEPT_MS));
  expect(await ask(url, token)).toEqual({ status: 401, body: expect.stringContaining('token is expired') });
});

test('the identity provider is started anew, with new keys: the tool takes what they sign, and nothing of the old ones', async () => {
  const { identity, identityPort, issuer, url } = await openParts();
  const old = await tokenFrom(issuer);
  expect((await ask(url, old)).status).toBe(200);
  identity.kill('SIGTERM');
  await identity.ended;
  await serve('identity', identityPort);
  expect((await ask(url, await tokenFrom(issuer))).status).toBe(200);
  expect((await ask(url, old)).status).toBe(401);
  const lesson = await run(['--ci', '--chapter', '1', '--idp', issuer, '--tool', url], { env: USER });
  expect({ code: lesson.code, stderr: lesson.code === 0 ? '' : lesson.stderr }).toEqual({ code: 0, stderr: '' });
});
