import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clearAll, run, start } from '../e2e/program.ts';
import { verified } from '../e2e/verified.ts';
import { freePorts } from '../e2e/world.ts';
import { openWorkshop, type Workshop } from './install.ts';

/** Identity providers of others, as they come: chapter 1 on each, by their own names, with the token got as they give one. */
const PACKAGES = ['oidc-provider@9.13.3', 'oauth2-mock-server@8.2.3', 'jose@6'];
const NAVIKT = 'no.nav.security:mock-oauth2-server:6.0.2';
const NAMES = ['--audience', 'https://tool.example'];
const RESOURCE = ['--resource', 'https://tool.example'];
const ROBOT = ['--client', 'robot', '--token-by', 'client-credentials'];
const SECRET = { CLIENT_SECRET: 'the secret of the robot & co.' };
/** The rows of `verify` that a tool alone can be asked while no token of its has expired. */
const VERIFIED = [
  'right',
  'none',
  'invented',
  'without-audience',
  'other-audience',
  'one-byte',
  'alg-none',
  'public-key',
  'other-issuer',
  'challenge',
];
const PATIENCE_MS = 120_000;
const ASK_AGAIN_MS = 100;

let workshop: Workshop;
let folder: string;
let jars: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  workshop = await openWorkshop();
  folder = await workshop.npm('providers', ...PACKAGES);
  jars = await workshop.maven('navikt', NAVIKT);
  for (const program of ['oidc-provider.mjs', 'oauth2-mock-server.mjs'])
    await copyFile(join(import.meta.dirname, 'programs', `${program}.txt`), join(folder, program));
}, 300_000);

afterEach(async () => {
  await clearAll();
  for (const child of running.splice(0)) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.kill('SIGKILL')) await ended;
  }
});
afterAll(() => workshop.remove());

/** Starts one of the programs, with a port and what else it is told. Gives its issuer. */
async function issuerOf(program: string, ...args: readonly string[]): Promise<string> {
  const [port] = await freePorts(1);
  const child = spawn(process.execPath, [join(folder, program), String(port), ...args], { cwd: folder });
  running.push(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk;
      if (/^listens$/m.test(said)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`${program} ended:\n${said}`)));
  });
  return `http://localhost:${port}`;
}

/** Starts navikt's server as its jars have it, which says nothing of when it is there. Gives one of its issuers: each path is one. */
async function naviktIssuer(): Promise<string> {
  const [port] = await freePorts(1);
  const env = { ...process.env, SERVER_HOSTNAME: 'localhost', SERVER_PORT: String(port) };
  const classes = ['-cp', join(jars, '*'), 'no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt'];
  const child = spawn('java', ['-XX:TieredStopAtLevel=1', ...classes], { env, stdio: 'ignore' });
  running.push(child);
  const issuer = `http://localhost:${port}/demo`;
  const answers = () =>
    fetch(`${issuer}/.well-known/openid-configuration`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`mock-oauth2-server ended with ${child.exitCode}`);
    await sleep(ASK_AGAIN_MS);
  }
  return issuer;
}

/** Chapter 1, on ports of its own, as grace. */
async function chapterOne(issuer: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const parts = ['tool', 'mcp', 'stack'];
  const ports = await freePorts(parts.length);
  const pinned = parts.flatMap((part, index) => [`--port-${part}`, String(ports[index])]);
  return run(['--ci', '--chapter', '1', '--idp', issuer, ...pinned, ...args], {
    env: { USER_NAME: 'grace', USER_PASSWORD: 'the password', COLUMNS: '200', ...env },
  });
}

function expectProved(
  { code, stdout, stderr }: Awaited<ReturnType<typeof chapterOne>>,
  whose: string,
  audience = 'https://tool\\.example',
): void {
  expect(stderr).not.toContain('error:');
  expect(stdout).toMatch(new RegExp(`^✓ 1a .*${whose}'s token names ${audience}$`, 'm'));
  expect(stdout).toMatch(/^✓ 3b .*tool: 200/m);
  expect(stdout).toContain('9 of 9 proved');
  expect(code).toBe(0);
}

describe('oidc-provider', () => {
  test.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])(
    'by the client for itself, signed with %s',
    async (alg) => {
      const issuer = await issuerOf('oidc-provider.mjs', alg, 'jwt');
      const made = await chapterOne(issuer, [...ROBOT, '--scope', 'tools', ...NAMES, ...RESOURCE], SECRET);
      expectProved(made, 'robot');
      expect(made.stdout + made.stderr).not.toContain(SECRET.CLIENT_SECRET);
    },
    PATIENCE_MS,
  );

  test.each(['code', 'device'])(
    'by %s, at its own pages',
    async (by) => {
      const issuer = await issuerOf('oidc-provider.mjs', 'ES256', 'jwt');
      const names = ['--client', 'agent-cli', '--scope', 'tools', ...NAMES, ...RESOURCE];
      expectProved(await chapterOne(issuer, [...names, '--token-by', by]), 'grace');
    },
    PATIENCE_MS,
  );

  test(
    'a token that is none of a resource is opaque, and that is said',
    async () => {
      const issuer = await issuerOf('oidc-provider.mjs', 'RS256', 'opaque');
      const { code, stderr } = await chapterOne(issuer, [...ROBOT, '--scope', 'openid'], SECRET);
      expect(stderr).toContain('the access token is opaque, no JWT: its claims cannot be shown');
      expect(stderr).toMatch(/^ {2}next .*--resource/m);
      expect(code).toBe(3);
    },
    PATIENCE_MS,
  );
});

describe('oauth2-mock-server', () => {
  test.each([
    ['password', 'grace', {}],
    // Its tokens say nothing of whom they speak of.
    ['client-credentials', 'somebody', SECRET],
    ['code', 'johndoe', {}],
  ])(
    'by %s',
    async (by, whose, env) => {
      const issuer = await issuerOf('oauth2-mock-server.mjs', 'RS256');
      const names = ['--client', 'agent-cli', '--scope', 'tools', ...NAMES];
      expectProved(await chapterOne(issuer, [...names, '--token-by', by], env), whose);
    },
    PATIENCE_MS,
  );
});

describe('mock-oauth2-server of navikt', () => {
  // Whom a token is for, it takes from the scope; of a code, whose scope it does not keep, it has a word of its own.
  test.each([
    ['password', 'grace', 'tools', 'tools', {}],
    ['client-credentials', 'robot', 'tools', 'tools', SECRET],
    ['code', 'grace', 'openid', 'default', {}],
  ])(
    'by %s',
    async (by, whose, scope, audience, env) => {
      const issuer = await naviktIssuer();
      const names = ['--client', 'robot', '--scope', scope, '--audience', audience];
      const made = await chapterOne(issuer, [...names, '--token-by', by], env);
      expectProved(made, whose, audience);
      // It answers as an issuer also where a Keycloak would have the realm.
      expect(made.stdout).toContain(`the issuer ${issuer}, read only`);
    },
    PATIENCE_MS,
  );

  test(
    'what it does not offer, and why it refuses, is said',
    async () => {
      const issuer = await naviktIssuer();
      const names = ['--client', 'robot', '--scope', 'tools', '--audience', 'tools'];
      const byCode = await chapterOne(issuer, [...names, '--token-by', 'code']);
      expect(byCode.stderr).toContain('invalid request: the scope must include an openid value (invalid_request)');
      const byDevice = await chapterOne(issuer, [...names, '--token-by', 'device']);
      expect(byDevice.stderr).toContain(`The identity provider at ${issuer} offers no login with another device.`);
      expect([byCode.code, byDevice.code]).toEqual([4, 4]);
    },
    PATIENCE_MS,
  );

  test(
    'is verified: each token that is none of its own for the tool is refused',
    async () => {
      const issuer = await naviktIssuer();
      const [port] = await freePorts(1);
      const tool = start(['serve', 'tool', '--port', String(port), '--issuer', issuer, '--audience', 'tools']);
      await tool.sees(/listens on/);
      const names = ['--client', 'robot', '--scope', 'openid tools', '--audience', 'tools'];
      const options = ['--idp', issuer, '--tool', `http://localhost:${port}`, ...names];
      const env = { USER_NAME: 'grace', USER_PASSWORD: 'the password' };
      const { report, code } = await verified(options, { env });
      const tried = report.rows.filter(({ verdict }) => verdict !== 'not-tried');
      expect(tried.map(({ id }) => id)).toEqual(VERIFIED);
      expect(tried.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );
});
