import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim } from '../../services/container-engine/claims.ts';
import { openEngine } from '../../services/container-engine/docker.ts';
import { LABEL, ownerLabels, witnessOf } from '../../services/container-engine/owner.ts';
import { type KeycloakContainerOptions, startKeycloakContainer } from '../../services/identity/keycloak/container.ts';
import { leftovers } from '../../services/leftovers.ts';
import { processMark } from '../../services/process-mark.ts';
import { type FakeContainer, FakeEngine } from './fake-engine.ts';

const NAME = 'tutorial-tui-keycloak';
const IMAGE = 'quay.io/keycloak/keycloak:26.7.4';

let fake: FakeEngine;
let claims: string;
const said: string[] = [];

beforeEach(async () => {
  fake = await FakeEngine.open();
  claims = await mkdtemp(join(tmpdir(), 'claims-'));
  said.length = 0;
});
afterEach(async () => {
  await fake.close();
  await rm(claims, { recursive: true });
  expect(leftovers()).toEqual([]);
});

async function start(options: Partial<KeycloakContainerOptions> = {}) {
  const address = { kind: 'socket', path: fake.host.replace('unix://', '') } as const;
  return startKeycloakContainer({
    engine: await openEngine({ address, name: 'Docker 28.2.2', source: 'test', where: fake.host }),
    image: IMAGE,
    port: { port: 0, pinned: false },
    session: 'now',
    keep: false,
    claims,
    signal: new AbortController().signal,
    onProgress: () => {},
    onLog: (line) => said.push(line),
    ...options,
  });
}

/** A container of a run whose process is gone. */
async function left({ keep = true, runs = true, image = IMAGE, name = NAME } = {}): Promise<FakeContainer> {
  const owner = JSON.stringify({ ...processMark(), boot: 'an earlier one' });
  const container = fake.create(name, {
    Image: image,
    Hostname: witnessOf('earlier'),
    Labels: { ...ownerLabels('earlier', keep), [LABEL.owner]: owner, [LABEL.name]: name },
    Env: ['KC_BOOTSTRAP_ADMIN_USERNAME=root', 'KC_BOOTSTRAP_ADMIN_PASSWORD=only-here'],
    HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(await freePort()) }] } },
  });
  if (runs) await fake.start(container);
  else container.status = 'exited';
  return container;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address ? address.port : 0;
}

const portOf = ({ HostConfig }: FakeContainer) => HostConfig.PortBindings['8080/tcp']?.[0]?.HostPort;

test.each([true, false])('one that was kept is used, and stays (keep: %s)', async (keep) => {
  const container = await left();
  const keycloak = await start({ keep });
  expect(keycloak).toMatchObject({ name: NAME, baseUrl: `http://localhost:${portOf(container)}` });
  expect(keycloak.admin.username).toBe('root');
  expect(keycloak.admin.password.reveal()).toBe('only-here');
  await keycloak.close();
  expect(fake.names).toEqual([`${NAME} running`]);
});

test('one that was stopped is started, and stopped again', async () => {
  await left({ runs: false });
  const keycloak = await start();
  expect(fake.names).toEqual([`${NAME} running`]);
  expect(leftovers().map(({ byHand }) => byHand)).toEqual([`docker stop ${NAME}`]);
  await keycloak.close();
  expect(fake.names).toEqual([`${NAME} exited`]);
  expect(said).toEqual([`${NAME} was kept by an earlier run; it is started again`]);
});

test('one that was stopped is started, and runs on where the lab is to be kept', async () => {
  await left({ runs: false });
  await (await start({ keep: true })).close();
  expect(fake.names).toEqual([`${NAME} running`]);
});

test('a run that is cancelled, or whose Keycloak dies, leaves it as it was', async () => {
  fake.keycloak = undefined;
  const container = await left({ runs: false });
  const cancel = new AbortController();
  const cancelled = start({ signal: cancel.signal });
  fake.before = [`GET /containers/${NAME}/logs`, () => cancel.abort(new Error('enough'))];
  await expect(cancelled).rejects.toThrow('enough');
  expect(fake.names).toEqual([`${NAME} exited`]);

  fake.before = [`GET /containers/${NAME}/logs`, () => fake.end(container, 1)];
  await expect(start()).rejects.toThrow(`Keycloak's container ${NAME} ended with exit code 1`);
  expect(fake.names).toEqual([`${NAME} exited`]);
});

test('one that cannot serve is left alone, and another is made beside it, and removed', async () => {
  await left({ image: 'quay.io/keycloak/keycloak:26.4.5' });
  const keycloak = await start();
  expect(keycloak.name).toBe(`${NAME}-2`);
  await keycloak.close();
  expect(fake.names).toEqual([`${NAME} running`]);
  expect(said[0]).toBe(`${NAME} was kept, but its image is quay.io/keycloak/keycloak:26.4.5; it is left alone`);
});

test('one whose port somebody took meanwhile is left alone', async () => {
  const container = await left({ runs: false });
  const stranger = createServer();
  await new Promise<void>((resolve) =>
    stranger.listen({ host: '127.0.0.1', port: Number(portOf(container)) }, resolve),
  );
  const keycloak = await start();
  await keycloak.close();
  await new Promise((resolve) => stranger.close(resolve));
  expect(keycloak.name).toBe(`${NAME}-2`);
  expect(fake.names).toEqual([`${NAME} exited`]);
  expect(said[0]).toMatch(/was kept, but it cannot be started: port \d+ is taken; it is left alone/);
});

test('one that another run uses is left to it, until that run is over', async () => {
  const container = await left();
  const release = await claim(claims, container.Id, 'another run');
  const second = await start();
  expect(second.name).toBe(`${NAME}-2`);
  await second.close();
  expect(said[0]).toBe(`${NAME} was kept, but another run uses it; it is left alone`);
  await release?.();
  const third = await start();
  expect(third.name).toBe(NAME);
  // While it is used, others know; afterwards it is free again.
  expect(await claim(claims, container.Id, 'a fourth')).toBeUndefined();
  await third.close();
  expect(await claim(claims, container.Id, 'a fourth')).toBeDefined();
});

test('what a killed run left is removed; copies of it, and what somebody renamed, are not', async () => {
  const copied = await left({ keep: false });
  const { Labels } = copied.Config;
  fake.create('my-own', { Image: 'mine:1', Labels });
  fake.create('my-renamed', { Image: IMAGE, Labels, Hostname: copied.Config.Hostname });
  await fake.remove(copied);
  fake.create(NAME, { Image: 'mine:1', Labels });
  await left({ keep: false, name: `${NAME}-2` });
  const keycloak = await start();
  await keycloak.close();
  expect(said[0]).toBe(`an earlier run left ${NAME}-2 behind; it is removed`);
  expect(fake.names).toEqual(['my-own created', 'my-renamed created', `${NAME} created`]);
});

test('one that is kept by this run stays from when it answers; before, it goes with the run', async () => {
  fake.keycloak = undefined;
  const cancel = new AbortController();
  fake.before = [`GET /containers/${NAME}/logs`, () => cancel.abort(new Error('enough'))];
  await expect(start({ keep: true, signal: cancel.signal })).rejects.toThrow('enough');
  expect(fake.names).toEqual([]);
  fake.keycloak = (_, response) => response.end('{}');
  fake.before = undefined;
  const keycloak = await start({ keep: true });
  expect(leftovers()).toEqual([]);
  await keycloak.close();
  expect(fake.names).toEqual([`${NAME} running`]);
});

test('cancelled while the engine makes it, nothing stays, and what an earlier try kept does', async () => {
  const kept = await start({ keep: true, image: 'other:1' });
  await kept.close();
  const cancel = new AbortController();
  fake.before = ['POST /containers/create', () => cancel.abort(new Error('enough'))];
  await expect(start({ keep: true, signal: cancel.signal })).rejects.toThrow('enough');
  expect(fake.names).toEqual([`${NAME} running`]);
});
