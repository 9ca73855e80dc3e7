import { createServer } from 'node:net';
import { markInUse } from '../../../../../services/container-engine/in-use.ts';
import { leftovers, stays } from '../../../../../services/machine/leftovers.ts';
import { Secret } from '../../../../../src/evidence/secret.ts';
import { ContainerLab, IMAGE, keycloakOf, NAME, portOf } from './container-lab.ts';

let lab: ContainerLab;

beforeEach(async () => {
  lab = await ContainerLab.open();
  lab.fake.keycloak = keycloakOf();
});
afterEach(async () => {
  await lab.close();
  expect(leftovers()).toEqual([]);
});

test.each([true, false])('one that was kept is used, and stays (keep: %s)', async (keep) => {
  const container = await lab.left();
  const keycloak = await lab.start({ keep });
  expect(keycloak).toMatchObject({ name: NAME, baseUrl: `http://localhost:${portOf(container)}` });
  expect(keycloak.admin.username).toBe('root');
  expect(keycloak.admin.password.reveal()).toBe('only-here');
  await keycloak.close();
  expect(lab.fake.names).toEqual([`${NAME} running`]);
  expect(stays()).toContainEqual(expect.objectContaining({ byHand: `docker rm -f ${NAME}` }));
});

test('the log of one that was kept is followed from now on, of a new one from its beginning', async () => {
  const follows = () => lab.fake.requests.filter((request) => request.includes('/logs?')).at(-1);
  await (await lab.start()).close();
  expect(follows()).not.toContain('since=');
  await lab.left();
  const before = Math.floor(Date.now() / 1000);
  await (await lab.start()).close();
  expect(Number(/since=(\d+)/.exec(follows() ?? '')?.[1])).toBeGreaterThanOrEqual(before);
});

test('one that was stopped is started, and stopped again', async () => {
  await lab.left({ runs: false });
  const keycloak = await lab.start();
  expect(lab.fake.names).toEqual([`${NAME} running`]);
  expect(leftovers().map(({ byHand }) => byHand)).toEqual([`docker stop ${NAME}`]);
  await keycloak.close();
  expect(lab.fake.names).toEqual([`${NAME} exited`]);
  expect(lab.said).toEqual([`${NAME} was kept by an earlier run; it is started again`]);
});

test('one that was stopped is started, and runs on where the lab is to be kept', async () => {
  await lab.left({ runs: false });
  await (await lab.start({ keep: true })).close();
  expect(lab.fake.names).toEqual([`${NAME} running`]);
});

test('a run that is cancelled, or whose Keycloak dies, leaves it as it was', async () => {
  lab.fake.keycloak = undefined;
  const container = await lab.left({ runs: false });
  const cancel = new AbortController();
  const cancelled = lab.start({ signal: cancel.signal });
  lab.fake.before = [`GET /containers/${NAME}/logs`, () => cancel.abort(new Error('enough'))];
  await expect(cancelled).rejects.toThrow('enough');
  expect(lab.fake.names).toEqual([`${NAME} exited`]);

  lab.fake.before = [`GET /containers/${NAME}/logs`, () => lab.fake.end(container, 1)];
  await expect(lab.start()).rejects.toThrow(`Keycloak's container ${NAME} ended with exit code 1`);
  expect(lab.fake.names).toEqual([`${NAME} exited`]);
});

test('a run that is cancelled while the engine starts it leaves it as it was', async () => {
  await lab.left({ runs: false });
  const cancel = new AbortController();
  lab.fake.before = [`POST /containers/${NAME}/start`, () => cancel.abort(new Error('enough'))];
  await expect(lab.start({ signal: cancel.signal })).rejects.toThrow('enough');
  expect(lab.fake.names).toEqual([`${NAME} exited`]);
});

test('one that cannot serve is left alone, and another is made beside it, and removed', async () => {
  await lab.left({ image: 'quay.io/keycloak/keycloak:26.4.5' });
  const keycloak = await lab.start();
  expect(keycloak.name).toBe(`${NAME}-2`);
  await keycloak.close();
  expect(lab.fake.names).toEqual([`${NAME} running`]);
  expect(lab.said[0]).toBe(`${NAME} was kept, but its image is quay.io/keycloak/keycloak:26.4.5; it is left alone`);
});

test('one that was to be kept, and that somebody removed meanwhile, is not said to be there', async () => {
  await lab.left({ image: 'quay.io/keycloak/keycloak:26.4.5' });
  const keycloak = await lab.start({ keep: true });
  const [container] = lab.fake.containers.slice(-1);
  if (container) await lab.fake.remove(container);
  await keycloak.close();
  expect(keycloak.name).toBe(`${NAME}-2`);
  expect(stays().map(({ what }) => what)).not.toContain(`the container ${NAME}-2`);
});

test('one whose port somebody took meanwhile is left alone', async () => {
  const container = await lab.left({ runs: false });
  const stranger = createServer();
  await new Promise<void>((resolve) =>
    stranger.listen({ host: '127.0.0.1', port: Number(portOf(container)) }, resolve),
  );
  const keycloak = await lab.start();
  await keycloak.close();
  await new Promise((resolve) => stranger.close(resolve));
  expect(keycloak.name).toBe(`${NAME}-2`);
  expect(lab.fake.names).toEqual([`${NAME} exited`]);
  expect(lab.said[0]).toMatch(/was kept, but it cannot be started: port \d+ is taken; it is left alone/);
});

test('one that another run uses is left to it, until that run is over', async () => {
  const container = await lab.left();
  const release = await markInUse(lab.marks, container.Id, 'another run');
  const second = await lab.start();
  expect(second.name).toBe(`${NAME}-2`);
  await second.close();
  expect(lab.said[0]).toBe(`${NAME} was kept, but another run uses it; it is left alone`);
  await release?.();
  const third = await lab.start();
  expect(third.name).toBe(NAME);
  // While it is used, others know; afterwards it is free again.
  expect(await markInUse(lab.marks, container.Id, 'a fourth')).toBeUndefined();
  await third.close();
  expect(await markInUse(lab.marks, container.Id, 'a fourth')).toBeDefined();
});

test('what a killed run left is removed; copies of it, and what somebody renamed, are not', async () => {
  const copied = await lab.left({ keep: false });
  const { Labels } = copied.Config;
  lab.fake.create('my-own', { Image: 'mine:1', Labels });
  lab.fake.create('my-renamed', { Image: IMAGE, Labels, Hostname: copied.Config.Hostname });
  await lab.fake.remove(copied);
  lab.fake.create(NAME, { Image: 'mine:1', Labels });
  await lab.left({ keep: false, name: `${NAME}-2` });
  const keycloak = await lab.start();
  await keycloak.close();
  expect(lab.said[0]).toBe(`an earlier run left ${NAME}-2 behind; it is removed`);
  expect(lab.fake.names).toEqual(['my-own created', 'my-renamed created', `${NAME} created`]);
});

test('one that is kept by this run stays from when it answers; before, it goes with the run', async () => {
  lab.fake.keycloak = undefined;
  const cancel = new AbortController();
  lab.fake.before = [`GET /containers/${NAME}/logs`, () => cancel.abort(new Error('enough'))];
  await expect(lab.start({ keep: true, signal: cancel.signal })).rejects.toThrow('enough');
  expect(lab.fake.names).toEqual([]);
  lab.fake.keycloak = keycloakOf();
  lab.fake.before = undefined;
  const keycloak = await lab.start({ keep: true });
  expect(leftovers()).toEqual([]);
  await keycloak.close();
  expect(lab.fake.names).toEqual([`${NAME} running`]);
});

test('cancelled while the engine makes it, nothing stays, and what an earlier try kept does', async () => {
  const kept = await lab.start({ keep: true, image: 'other:1' });
  await kept.close();
  const cancel = new AbortController();
  lab.fake.before = ['POST /containers/create', () => cancel.abort(new Error('enough'))];
  await expect(lab.start({ keep: true, signal: cancel.signal })).rejects.toThrow('enough');
  expect(lab.fake.names).toEqual([`${NAME} running`]);
});

describe('its admin may have another password since', () => {
  const given = { username: 'me', password: new Secret('mine') };

  test('then the one of the environment is asked', async () => {
    lab.fake.keycloak = keycloakOf('mine');
    await lab.left();
    const keycloak = await lab.start({ admin: given });
    expect(keycloak.admin).toBe(given);
    await keycloak.close();
  });

  test('but only then', async () => {
    let logins = 0;
    const answers = keycloakOf();
    lab.fake.keycloak = (request, response) => {
      if (request.url?.endsWith('/token')) logins += 1;
      answers(request, response);
    };
    await lab.left();
    const keycloak = await lab.start({ admin: given });
    expect(keycloak.admin.username).toBe('root');
    expect(logins).toBe(1);
    await keycloak.close();
  });

  test('where none is taken, the error says what can be done, and the container stays', async () => {
    lab.fake.keycloak = keycloakOf('nobody knows');
    const { Id } = await lab.left();
    await expect(lab.start()).rejects.toMatchObject({
      kind: 'login-refused',
      message: `Keycloak in ${NAME}, which was kept, refused the login of its first admin, root.`,
      why: expect.not.stringContaining('KC_BOOTSTRAP'),
      next: expect.stringMatching(
        /Set KC_BOOTSTRAP_ADMIN_USERNAME .*docker rename tutorial-tui-keycloak my-keycloak.*docker rm -f/,
      ),
    });
    await expect(lab.start({ admin: given })).rejects.toMatchObject({
      why: expect.stringContaining('it refused me of KC_BOOTSTRAP_ADMIN_USERNAME as well'),
    });
    expect(lab.fake.names).toEqual([`${NAME} running`]);
    expect(await markInUse(lab.marks, Id, 'another run')).toBeDefined();
  });
});
