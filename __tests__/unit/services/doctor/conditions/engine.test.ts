import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine, lookForImage } from '../../../../../services/container-engine/discover.ts';
import type { EngineAround } from '../../../../../services/doctor/around.ts';
import { clockCondition } from '../../../../../services/doctor/conditions/clock.ts';
import { engineCondition } from '../../../../../services/doctor/conditions/engine.ts';
import { imageCondition } from '../../../../../services/doctor/conditions/image.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

const IMAGE = 'quay.io/keycloak/keycloak:26.7.4';
const servers: Server[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-engine-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(folder, { recursive: true });
});

/** An engine at a socket of the folder; `images` says what it answers of any image. */
async function engineAt(
  name: string,
  images: (response: ServerResponse) => void = (response) => response.end('{}'),
  clock = Date.now(),
): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('date', new Date(clock).toUTCString());
    if (request.url === '/version') response.end(JSON.stringify({ Version: '28.2.2', Os: 'linux' }));
    else images(response);
  });
  servers.push(server);
  const path = join(folder, name);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return `unix://${path}`;
}

/** An engine is looked for in the folder alone. */
function engine(wanted: EngineAround['wanted'], env: NodeJS.ProcessEnv = {}, patienceMs = 5_000): EngineAround {
  const around = {
    env: { XDG_RUNTIME_DIR: folder, ...env },
    platform: 'linux' as const,
    homedir: folder,
    uid: 1000,
    readText: () => undefined,
  };
  const search: EngineAround['search'] = (signal) => findEngine(around, signal, patienceMs);
  return {
    wanted,
    image: IMAGE,
    search,
    lookForImage: async (signal) => {
      const found = (await search(signal)).engine;
      return found && lookForImage(found, IMAGE, signal);
    },
  };
}

describe('the container engine', () => {
  test('that answers, with those before it', async () => {
    const where = await engineAt('docker.sock');
    const [seen] = await seenBy(engineCondition, { engine: engine('maybe', { CONTAINER_HOST: 'ssh://elsewhere' }) });
    expect(seen).toMatchObject({ state: 'ok', saw: `Docker 28.2.2, Docker, rootless, ${where}` });
    expect(seen?.details?.[0]).toMatch(/^CONTAINER_HOST, ssh:\/\/elsewhere: is reached over ssh/);
    expect(seen?.details?.[1]).toMatch(/^there is no such socket: Docker \/var\/run\/docker.sock$/);
  });

  test.each([
    ['no', 'ok', 'none answers, and none is asked for'],
    ['maybe', 'ok', 'none answers: the embedded identity provider is taken'],
    ['yes', 'failure', 'none answers'],
  ] as const)('that is not there, and wanted: %s', async (wanted, state, saw) => {
    const [seen] = await seenBy(engineCondition, { engine: engine(wanted) });
    expect(seen).toMatchObject({ state, saw });
    // Where none is asked for, places where none ever was are no news.
    expect(seen?.details).toHaveLength(wanted === 'no' ? 0 : 1);
    if (wanted !== 'no') expect(seen?.details?.[0]).toContain(join(folder, '.docker/run/docker.sock'));
    expect(seen && saysTheWayOut(seen)).toBe(true);
  });

  test.each(['maybe', 'yes'] as const)('that was named and hangs, and wanted: %s', async (wanted) => {
    const server = createServer(() => {});
    servers.push(server);
    const path = join(folder, 'hangs.sock');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const around = { engine: engine(wanted, { DOCKER_HOST: `unix://${path}` }, 50) };
    const [seen] = await seenBy(engineCondition, around);
    expect(seen?.state).toBe(wanted === 'yes' ? 'failure' : 'warning');
    expect(seen?.details?.[0]).toBe(`DOCKER_HOST, unix://${path}: did not answer within 0.05 s`);
  });
});

describe('the image', () => {
  const missing = (response: ServerResponse) => response.writeHead(404).end('{}');
  const broken = (response: ServerResponse) => response.writeHead(500).end('disk full');

  test.each([
    ['there', 'yes', undefined, 'ok', new RegExp(`^${IMAGE}$`)],
    ['missing', 'yes', missing, 'warning', /is not there yet$/],
    ['missing', 'maybe', missing, 'ok', /--idp container pulls it/],
    ['not told of', 'yes', broken, 'warning', /does not say.*500 disk full/],
    ['not told of', 'no', broken, 'ok', /does not say/],
  ] as const)('%s, and wanted: %s', async (_, wanted, images, state, saw) => {
    await engineAt('docker.sock', images);
    const [seen] = await seenBy(imageCondition, { engine: engine(wanted) });
    expect(seen).toMatchObject({ state, saw: expect.stringMatching(saw) });
    expect(seen && saysTheWayOut(seen)).toBe(true);
  });

  test('of no engine has no line', async () => {
    expect(await seenBy(imageCondition, { engine: engine('yes') })).toEqual([]);
  });
});

test("the clock of the engine's machine, which slept", async () => {
  await engineAt('docker.sock', undefined, Date.now() - 3_600_000);
  const provider = {
    issuer: undefined,
    asked: false,
    makesRealm: false,
    look: () => Promise.reject(new Error('asked')),
  };
  const [seen] = await seenBy(clockCondition, { engine: engine('maybe'), provider });
  expect(seen).toMatchObject({ of: 'the container engine', state: 'failure' });
  expect(seen?.saw).toMatch(/is 3(?:599|600|601) s behind$/);
});
