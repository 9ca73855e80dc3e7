import { jest } from '@jest/globals';
import { lookForImage } from '../../services/container-engine/discover.ts';
import { openEngine } from '../../services/container-engine/docker.ts';
import { startKeycloakContainer } from '../../services/identity/container/keycloak-container.ts';
import {
  containersOf,
  findTestEngine,
  IMAGE,
  MARKS,
  NEVER,
  newSession,
  openDockerode,
  openTestEngine,
  START_MS,
} from './engine-lab.ts';
import { EngineProxy } from './engine-proxy.ts';
import { StandIns } from './stand-ins.ts';

jest.setTimeout(START_MS);

let proxy: EngineProxy;
let standIns: StandIns;

beforeEach(async () => {
  proxy = await EngineProxy.open();
  standIns = new StandIns(await openDockerode());
});
afterEach(async () => {
  await proxy.close();
  await standIns.remove();
});

const quiet = { port: { port: 0, pinned: false }, keep: false, marks: MARKS, onProgress: () => {} };

test('an engine that answers slowly is found, and used', async () => {
  proxy.delayMs = 700;
  const found = await findTestEngine(proxy.env);
  expect(found).toMatchObject({ source: 'DOCKER_HOST', where: proxy.env.DOCKER_HOST });
  expect(await lookForImage(found, IMAGE, NEVER)).toEqual({ image: 'there' });
  const engine = await openEngine(found);
  const session = newSession();
  const image = await standIns.image('echo too slow; exit 3');
  const started = startKeycloakContainer({ ...quiet, engine, image, session, signal: NEVER, onLog: () => {} });
  await expect(started).rejects.toThrow('ended with exit code 3');
  expect(await containersOf(await openTestEngine(), session)).toEqual([]);
});

test('an engine that stops while Keycloak starts: a clear error, and the next start cleans up', async () => {
  const engine = await openEngine(await findTestEngine(proxy.env));
  const session = newSession();
  const image = await standIns.image('echo waiting; exec sleep 600');
  const lines: string[] = [];
  const start = () =>
    startKeycloakContainer({
      ...quiet,
      engine,
      image,
      session,
      signal: NEVER,
      onLog: (line) => {
        lines.push(line);
        if (line === 'waiting') void proxy.cut();
      },
    });
  await expect(start()).rejects.toThrow('The container engine stopped answering while Keycloak ran in it.');
  expect(lines.join('\n')).toMatch(/could not be removed .*; the next start will/);
  const world = await openTestEngine();
  expect(await containersOf(world, session)).toHaveLength(1);

  await proxy.resume();
  await expect(start()).rejects.toThrow();
  expect(lines.join('\n')).toMatch(/left \S+ behind; it is removed/);
  await proxy.resume().catch(() => {});
  for (const { id } of await world.list('tutorial-tui.session', NEVER)) {
    if ((await world.inspect(id, NEVER))?.labels['tutorial-tui.session'] === session) await world.remove(id, NEVER);
  }
});

test('an engine that goes away while one looks is no engine', async () => {
  await proxy.cut();
  const { findEngine, noEngine, surroundings } = await import('../../services/container-engine/discover.ts');
  const { engine, passedOver } = await findEngine({ ...surroundings(proxy.env), homedir: '/nowhere' }, NEVER);
  expect(engine).toBeUndefined();
  expect(passedOver[0]).toMatchObject({
    source: 'DOCKER_HOST',
    reason: expect.stringMatching(/no such socket|not running/),
  });
  expect(noEngine(passedOver).why).toContain(proxy.env.DOCKER_HOST);
});
