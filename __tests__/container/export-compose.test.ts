import { jest } from '@jest/globals';
import { openExisting } from '../../services/identity/existing/open-existing.ts';
import type { LoginResult } from '../../services/identity/provider.ts';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { COURSE_REALM } from '../../steps/index.ts';
import { clearAll, run } from '../e2e/program.ts';
import { type ComposedLab, learnerIn, startComposedLab } from './composed-lab.ts';
import { NEVER } from './engine-lab.ts';

jest.setTimeout(900_000);

/** An exported lab for real: Compose starts it, learners run the lesson in it, and nobody reaches the tool but who has to. */
const LEARNERS = 6;
let lab: ComposedLab;
beforeAll(async () => {
  lab = await startComposedLab(LEARNERS);
});
afterEach(clearAll);
afterAll(() => lab?.close());

test('the lesson is proved in it', async () => {
  const { code, stdout } = await run(['--ci', '--ollama', 'scripted', '--config', lab.config], {
    env: learnerIn(lab, 2),
  });
  expect({ code, failed: failedIn(stdout) }).toEqual({ code: 0, failed: [] });
  expect(stdout).toContain(`issuer ${lab.issuer}`);
  for (const step of ['3b', '4.9', '5.2', '5.4'])
    expect(stdout).toMatch(new RegExp(`^✓ ${step.replace('.', '\\.')} `, 'm'));
});

test('verify asks every part of it, and finds nothing amiss', async () => {
  const { code, stdout } = await run(['verify', '--json', '--config', lab.config], { env: learnerIn(lab, 3) });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'proved' });
});

test('all learners at once, each as a user of their own', async () => {
  const runs = await Promise.all(
    Array.from({ length: LEARNERS }, (_, at) =>
      run(['--ci', '--chapter', '1', '--config', lab.config], { env: learnerIn(lab, at + 1) }),
    ),
  );
  expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0));
  for (const [at, { stdout }] of runs.entries())
    expect(stdout).toContain(`${learnerIn(lab, at + 1).USER_NAME}'s token names my-external-tool`);
});

test('the imported realm is what the set-up makes: nothing of it is missing, and a token says the same', async () => {
  const open = (plan: RealmPlan) => {
    const { USER_NAME: username, USER_PASSWORD } = learnerIn(lab, 1);
    const admin = { username: 'admin', password: new Secret(lab.secrets.KEYCLOAK_ADMIN_PASSWORD ?? '') };
    const user = { username, password: new Secret(USER_PASSWORD), generated: false };
    return openExisting({ plan, baseUrl: new URL(lab.issuer).origin, admin, user }, NEVER);
  };
  const imported = await open(COURSE_REALM);
  const { findings, login } = await imported.inspect(NEVER);
  expect(findings.filter(({ state }) => state !== 'present')).toEqual([]);
  const made = await open({ ...COURSE_REALM, realm: 'made' });
  await made.setUp(NEVER, { onProgress: () => {}, onFindings: () => {} });
  const other = await made.inspect(NEVER);
  expect(Object.keys(claimsOf(login)).toSorted()).toEqual(Object.keys(claimsOf(other.login)).toSorted());
  // In whichever order: it is a set (RFC 6749, section 3.3).
  const scopes = [login, other.login].map((each) => String(claimsOf(each).scope).split(' ').toSorted());
  expect(scopes[0]).toEqual(scopes[1]);
  const same = ['aud', 'azp', 'allowed-origins', 'preferred_username', 'name', 'email'];
  for (const name of same) expect([name, claimsOf(login)[name]]).toEqual([name, claimsOf(other.login)[name]]);
  expect(await imported.secretOf('mcp-server', NEVER)).toEqual(new Secret(lab.secrets.CLIENT_SECRET_MCP_SERVER ?? ''));
});

test('the tool is reached by the MCP server alone, by its name or by its addresses', async () => {
  const asked = (url: string) =>
    `fetch('${url}',{signal:AbortSignal.timeout(3000)}).then((a)=>console.log(a.status),()=>console.log('nobody'))`;
  const addresses = await lab.inside(
    'tool',
    "console.log(Object.values(require('os').networkInterfaces()).flat().filter((a)=>!a.internal&&a.family==='IPv4').map((a)=>a.address).join())",
  );
  const urls = ['tool', ...addresses.split(',')].map((host) => `http://${host}:10000`);
  expect(await lab.inside('mcp', asked('http://tool:10000'))).toBe('401');
  for (const part of ['stack', 'model'])
    for (const url of urls) expect([part, url, await lab.inside(part, asked(url))]).toEqual([part, url, 'nobody']);
});

test('our parts are no root, and write nowhere but to memory', async () => {
  const tried =
    "try{require('fs').writeFileSync('/opt/tutorial-tui/x','');console.log('written')}catch(e){console.log(e.code)}";
  for (const part of ['tool', 'mcp', 'stack', 'model']) {
    expect([part, await lab.inside(part, 'console.log(process.getuid())')]).toEqual([part, '1000']);
    expect([part, await lab.inside(part, tried)]).toEqual([part, 'EROFS']);
  }
});

test('a part that is started anew finds its place again', async () => {
  await lab.compose('restart', '--timeout', '5', 'mcp', 'stack');
  await lab.compose('up', '--wait');
  const { code, stderr } = await run(['--ci', '--only', '3b', '--config', lab.config], { env: learnerIn(lab, 4) });
  expect({ code, stderr }).toMatchObject({ code: 0 });
});

/** What of a lesson failed, as it says so itself. */
function failedIn(stdout: string): readonly string[] {
  return stdout.split('\n').filter((line) => line.startsWith('✗'));
}

function claimsOf(login: LoginResult): Record<string, unknown> {
  if (!('token' in login)) throw new Error(JSON.stringify(login));
  const [, payload = ''] = login.token.accessToken.reveal().split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
