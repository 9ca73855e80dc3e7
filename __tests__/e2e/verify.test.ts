import { verifyReportSchema } from '../../src/verify/report.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

const USER_PASSWORD = 'a password of a user';
const env = { USER_PASSWORD };

afterEach(clearAll);

/** A deployment of our own parts, each in a process of its own. */
async function deployment(...toolOptions: readonly string[]): Promise<string[]> {
  const [identity = 0, tool = 0] = await freePorts(2);
  const issuer = `http://localhost:${identity}/realms/demo`;
  await start(['serve', 'identity', '--port', String(identity)], { env }).sees(/listens on/);
  await start(['serve', 'tool', '--port', String(tool), '--issuer', issuer, ...toolOptions]).sees(/listens on/);
  return ['--idp', issuer, '--tool', `http://localhost:${tool}`];
}

test('of a sound tool each row passes, and the exit code is 0', async () => {
  const { code, stdout, stderr } = await run(['verify', ...(await deployment())], { env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/^✓ the right token +200 Hello, world!/m);
  expect(stdout).toMatch(/^✓ no token +401 Missing Authorization/m);
  expect(stdout).toMatch(/^✓ an invented token +401 /m);
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('--json is one document of the schema, and nothing else', async () => {
  const { stdout } = await run(['verify', ...(await deployment()), '--json'], { env });
  const { rows, outcome, requests, logins } = verifyReportSchema.parse(JSON.parse(stdout));
  expect(outcome).toBe('proved');
  expect(rows.find(({ id }) => id === 'none')).toMatchObject({ door: 'tool', verdict: 'passed', status: '401' });
  expect(requests).toBeGreaterThan(rows.length);
  expect(logins).toBeGreaterThan(0);
});

test('without a part to ask, or a password, nothing is asked', async () => {
  const [port] = await freePorts(1);
  expect(await run(['verify', '--idp', `http://localhost:${port}/realms/demo`], { env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nothing to ask'),
  });
  expect(await run(['verify', ...(await deployment())])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('USER_PASSWORD'),
  });
});
