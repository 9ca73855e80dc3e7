import { jest } from '@jest/globals';
import type Dockerode from 'dockerode';
import type { ContainerEngine } from '../../services/container-engine/engine.ts';
import { ownerLabels } from '../../services/container-engine/owner.ts';
import { openContainer } from '../../services/identity/container/open-container.ts';
import type { TutorialError } from '../../src/errors.ts';
import type { Finding } from '../../src/evidence/finding.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import {
  closeStarted,
  containersOf,
  IMAGE,
  MARKS,
  NEVER,
  newSession,
  openDockerode,
  openTestEngine,
  START_MS,
  startTestKeycloak,
} from './engine-lab.ts';
import { labelsOfTheDead, StandIns, takePort } from './stand-ins.ts';

jest.setTimeout(START_MS);

const NAME = 'tutorial-tui-keycloak';
const user = { username: 'alan', password: new Secret('wonderland'), generated: false };
let engine: ContainerEngine;
let docker: Dockerode;
let standIns: StandIns;

beforeAll(async () => {
  engine = await openTestEngine();
  docker = await openDockerode();
  standIns = new StandIns(docker);
});
afterEach(async () => {
  await closeStarted();
  await standIns.remove();
});

test('starts beside strangers, on loopback only, and lasts until it is killed', async () => {
  const stranger = await standIns.container(NAME);
  const namesake = await standIns.container('keycloak');
  const leftBehind = await standIns.ours(`${NAME}-9`, labelsOfTheDead(false));
  const copy = await standIns.copy(leftBehind, 'somebody-saved-it');
  const inUse = await standIns.ours(`${NAME}-8`, ownerLabels(newSession(), false));
  const taken = await takePort();
  const lines: string[] = [];
  const progress: string[] = [];
  const session = newSession();

  const keycloak = await startTestKeycloak({
    session,
    port: { port: taken.port, pinned: false },
    onLog: (line) => lines.push(line),
    onProgress: ({ text }) => progress.push(text),
  });
  await taken.free();

  expect(keycloak.name).toBe(`${NAME}-2`);
  const log = lines.join('\n');
  expect(log).toContain(`another container is called ${NAME}; ours is ${NAME}-2`);
  expect(log).toContain(`port ${taken.port} is taken`);
  expect(log).toContain(`${NAME}-9 behind`);
  expect(log).toMatch(/Keycloak 26\.\S+ on JVM .* started in/);
  expect(log).not.toContain(keycloak.admin.password.reveal());
  expect(progress.join('\n')).toMatch(/Keycloak starts · \d+ s · .*INFO/);
  expect(keycloak.version).toMatch(/^26\./);
  expect(keycloak.admin.password.reveal().length).toBeGreaterThan(20);

  const info = await docker.getContainer(keycloak.id).inspect();
  const port = Number(new URL(keycloak.baseUrl).port);
  const published = Object.values(info.NetworkSettings.Ports).flatMap((bindings) => bindings ?? []);
  expect(published).toEqual([{ HostIp: '127.0.0.1', HostPort: String(port) }]);
  expect(info.Config.Cmd).toEqual(['start-dev']);
  for (const host of ['localhost', '127.0.0.1']) {
    const answer = await fetch(`http://${host}:${port}/realms/master/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer: `http://${host}:${port}/realms/master` });
  }
  await expect(leftBehind.inspect()).rejects.toThrow(/no such container/i);
  for (const other of [stranger, namesake, copy, inUse]) expect((await other.inspect()).State.Status).toBe('created');

  await docker.getContainer(keycloak.id).kill();
  const error = await keycloak.ended;
  expect(error.message).toMatch(/ended with exit code 137/);
  expect(error.why).toMatch(/started in/);
  await keycloak.close();
  await keycloak.close();
  expect(await containersOf(engine, session)).toEqual([]);
});

test('one that was kept and stopped is used again, and stays as it was; HTTPS required is cured in it', async () => {
  const kept = await standIns.abroad(`${NAME}-7`, await freePort(), {
    KC_BOOTSTRAP_ADMIN_USERNAME: 'root',
    KC_BOOTSTRAP_ADMIN_PASSWORD: 'only-for-this-test',
  });
  const lines: string[] = [];
  const identity = await openContainer({
    plan: REALM,
    engine,
    image: IMAGE,
    port: { port: 8080, pinned: false },
    session: newSession(),
    keep: false,
    marks: MARKS,
    signal: NEVER,
    onProgress: () => {},
    onLog: (line) => lines.push(line),
    user,
  });
  expect(identity.place).toBe(`container ${NAME}-7`);
  expect(lines.join('\n')).toContain(`${NAME}-7 was kept by an earlier run; it is started again`);
  expect(lines.join('\n')).not.toContain('only-for-this-test');

  expect(amiss((await identity.inspect(NEVER)).findings)).toEqual([['ssl', 'HTTPS required']]);
  const said: string[] = [];
  const onProgress = ({ text }: { text: string }) => said.push(text);
  const set = await identity.setUp(NEVER, { onProgress, onFindings: () => {} });
  expect(said[0]).toMatch(/asks for HTTPS/);
  expect(amiss(set?.findings ?? [])).toEqual([]);

  await identity.close();
  expect(await engine.inspect(kept.id, NEVER)).toMatchObject({ running: false, status: 'exited' });
});

test('a processor that Java stumbles over: it starts again without SVE', async () => {
  const image = await standIns.image(
    `case "$JAVA_OPTS_APPEND" in *-XX:UseSVE=0*) exec /opt/keycloak/bin/kc.sh "$@";; esac
     echo '#  SIGILL (0x4) at pc=0x0000ffff7fcba5d8, pid=13, tid=14'
     echo '# j  java.lang.System.registerNatives()V+0 java.base@21.0.5'; exit 134`,
  );
  const lines: string[] = [];
  const keycloak = await startTestKeycloak({ image, onLog: (line) => lines.push(line) });
  expect(lines.join('\n')).toMatch(/starting again with -XX:UseSVE=0[\s\S]*started in/);
  await keycloak.close();
});

describe('a start that fails leaves nothing behind', () => {
  test.each([
    [
      'of an unknown cause',
      'for i in $(seq 60); do echo "line $i"; done; exit 3',
      /ended with exit code 3\.$/,
      /^(?!.*\bline 10$)[\s\S]*line 11\n[\s\S]*line 60$/m,
    ],
    ['short of memory', 'echo "java.lang.OutOfMemoryError: Java heap space"; exit 3', /out of memory/, /0\.5 GiB/],
    [
      'its port taken inside',
      'echo "ERROR: Port already bound: 8080: Address already in use"; exit 1',
      /port inside is taken/,
      /Port already bound: 8080/,
    ],
  ])('dead %s', async (_, script, message, why) => {
    const session = newSession();
    const startedAt = Date.now();
    const error = await failure(startTestKeycloak({ session, image: await standIns.image(script) }));
    expect(error.message).toMatch(message);
    expect(error.why).toMatch(why);
    expect(error.exitCode).toBe(5);
    expect(Date.now() - startedAt).toBeLessThan(START_MS / 4);
    expect(await containersOf(engine, session)).toEqual([]);
  });

  test('cancelled while it starts', async () => {
    const session = newSession();
    const cancel = new AbortController();
    const image = await standIns.image('echo waiting; exec sleep 600');
    const started = startTestKeycloak({
      session,
      image,
      signal: cancel.signal,
      onLog: () => cancel.abort(new Error('enough')),
    });
    await expect(started).rejects.toThrow('enough');
    expect(await containersOf(engine, session)).toEqual([]);
  });

  test('cancelled while the engine makes it', async () => {
    const session = newSession();
    const cancel = new AbortController();
    const slow: ContainerEngine = {
      ...engine,
      create: async (spec, signal) => {
        const made = engine.create(spec, NEVER);
        cancel.abort(new Error('enough'));
        await made;
        signal.throwIfAborted();
        return made;
      },
    };
    await expect(startTestKeycloak({ session, engine: slow, signal: cancel.signal })).rejects.toThrow('enough');
    expect(await containersOf(engine, session)).toEqual([]);
  });

  test('its pinned port taken', async () => {
    const session = newSession();
    const { port, free } = await takePort();
    const error = await failure(startTestKeycloak({ session, port: { port, pinned: true } }));
    await free();
    expect(error.message).toBe(`Port ${port} is taken.`);
    expect(error.exitCode).toBe(5);
    expect(await containersOf(engine, session)).toEqual([]);
  });

  test('an image that is not there', async () => {
    const session = newSession();
    const error = await failure(startTestKeycloak({ session, image: 'localhost/tutorial-tui-test:none' }));
    expect(error.message).toMatch(/could not be started/);
    expect(error.why).toMatch(/no such image/i);
    expect(await containersOf(engine, session)).toEqual([]);
  });
});

function amiss(findings: readonly Finding[]) {
  return findings.filter(({ state }) => state === 'missing' || state === 'different').map(({ id, saw }) => [id, saw]);
}

async function failure(started: Promise<unknown>): Promise<TutorialError> {
  return started.then(
    () => Promise.reject(new Error('it started')),
    (error) => error,
  );
}

async function freePort(): Promise<number> {
  const { port, free } = await takePort();
  await free();
  return port;
}
