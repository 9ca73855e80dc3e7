import { jest } from '@jest/globals';
import { LABEL } from '../../services/container-engine/owner.ts';
import { clearAll, run } from '../e2e/program.ts';
import { down, endAll, labHome, labIn, leftIn } from '../e2e/standing.ts';
import { containersOf, NEVER, openTestEngine, START_MS } from './engine-lab.ts';

// Up to two starts of Keycloak, and the ends of their labs.
jest.setTimeout(2 * START_MS);

beforeAll(async () => {
  await openTestEngine();
});
afterEach(async () => {
  await clearAll();
  await endAll();
});

/** Has a lab brought up on a Keycloak in a container. */
async function upOnKeycloak(...args: readonly string[]) {
  const { DOCKER_HOST = '' } = process.env;
  const home = labHome(DOCKER_HOST === '' ? {} : { DOCKER_HOST });
  const env = { USER_NAME: 'alan', USER_PASSWORD: 'demo' };
  const up = await run(['up', '--idp', 'container', '--ollama', 'none', '--json', ...args], { home, env });
  if (up.code !== 0) throw new Error(up.stderr);
  return { home, lab: labIn(up) };
}

test('its container ends with a lab, in its own order', async () => {
  const engine = await openTestEngine();
  const { home, lab } = await upOnKeycloak();
  expect(await containersOf(engine, lab.run)).toHaveLength(1);
  expect((await down(home, '--yes')).code).toBe(0);
  expect(await containersOf(engine, lab.run)).toEqual([]);
  expect(await leftIn(home)).toEqual([]);
});

test('a container that was to stay is ended with --all, and not before; with the lab, where both are asked for at once', async () => {
  const engine = await openTestEngine();
  const { home, lab } = await upOnKeycloak('--keep');
  const [name = 'none'] = await containersOf(engine, lab.run);
  const ended = await down(home, '--yes');
  expect(ended.stdout).toContain(`container ${name}; it was kept; --all ends it, too`);
  expect(await containersOf(engine, lab.run)).toEqual([name]);
  // A later lab uses it, and leaves it; with --all it goes, too.
  const later = await upOnKeycloak();
  expect(later.lab.variables.ISSUER).toBe(lab.variables.ISSUER);
  expect((await down(later.home, '--yes', '--all')).stdout).toContain(`ended      container ${name}`);
  expect(await containersOf(engine, lab.run)).toEqual([]);
  expect(await leftIn(later.home)).toEqual([]);
});

test('a lab that was killed leaves its container: down ends it', async () => {
  const engine = await openTestEngine();
  const { home, lab } = await upOnKeycloak();
  process.kill(lab.pid, 'SIGKILL');
  await leftIn(home);
  expect(await containersOf(engine, lab.run)).toHaveLength(1);
  const ended = await down(home, '--yes');
  expect(ended.stdout).toContain(`run ${lab.run} was killed`);
  expect(await containersOf(engine, lab.run)).toEqual([]);
  expect((await engine.list(LABEL.session, NEVER)).filter(({ labels }) => labels[LABEL.session] === lab.run)).toEqual(
    [],
  );
  expect(await down(home, '--yes')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to end') });
});
