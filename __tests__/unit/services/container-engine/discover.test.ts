import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine, lookForImage, noEngine, tellingReasons } from '../../../../services/container-engine/discover.ts';
import type { Surroundings } from '../../../../services/container-engine/surroundings.ts';

const NEVER = new AbortController().signal;
const DOCKER = { Version: '28.2.2', Os: 'linux', Components: [{ Name: 'Engine' }] };
const PODMAN = { Version: '5.3.1', Os: 'linux', Components: [{ Name: 'Podman Engine' }] };

let folder: string;
const servers: (Server | SocketServer)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engines-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  await rm(folder, { recursive: true });
});

/** An engine at a socket in the folder that answers so. */
async function engineAt(name: string, answer: RequestListener | object): Promise<string> {
  const listener: RequestListener =
    typeof answer === 'function' ? (answer as RequestListener) : (_, response) => response.end(JSON.stringify(answer));
  const server = createServer(listener);
  servers.push(server);
  const path = join(folder, name);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return `unix://${path}`;
}

/** Surroundings whose known sockets all lie in the folder. */
function around(env: NodeJS.ProcessEnv = {}): Surroundings {
  return {
    env: { XDG_RUNTIME_DIR: folder, ...env },
    platform: 'linux',
    homedir: folder,
    uid: 1000,
    readText: () => undefined,
  };
}

async function reasonOf(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { engine, passedOver } = await findEngine(around(env), NEVER);
  expect(engine).toBeUndefined();
  return passedOver.find(({ source }) => source === 'DOCKER_HOST')?.reason;
}

test('the first that answers is taken; those before it are told with the reason', async () => {
  const where = await engineAt('docker.sock', DOCKER);
  const { engine, passedOver } = await findEngine(around(), NEVER);
  expect(engine).toMatchObject({ name: 'Docker 28.2.2', source: 'Docker, rootless', where });
  expect(passedOver.at(-1)).toMatchObject({ source: 'Docker' });
});

test('Podman is told by its components', async () => {
  const where = await engineAt('podman.sock', PODMAN);
  const { engine } = await findEngine(around({ DOCKER_HOST: where }), NEVER);
  expect(engine).toMatchObject({ name: 'Podman 5.3.1', source: 'DOCKER_HOST' });
});

test('one that the user named decides: another that answers is named, not taken', async () => {
  await engineAt('docker.sock', DOCKER);
  const { engine, passedOver } = await findEngine(around({ DOCKER_HOST: `unix://${folder}/gone.sock` }), NEVER);
  expect(engine).toBeUndefined();
  expect(passedOver).toContainEqual({
    source: 'Docker, rootless',
    where: `unix://${folder}/docker.sock`,
    reason: 'answers (Docker 28.2.2), but DOCKER_HOST decides; unset it to use this one',
    telling: true,
  });
  expect(tellingReasons(passedOver)).toEqual(
    expect.arrayContaining([
      `DOCKER_HOST, unix://${folder}/gone.sock: there is no such socket`,
      `Docker, rootless, unix://${folder}/docker.sock: answers (Docker 28.2.2), but DOCKER_HOST decides; unset it to use this one`,
    ]),
  );
  const error = noEngine(passedOver);
  for (const { source, where, reason } of passedOver) expect(error.why).toContain(`${source}, ${where}: ${reason}`);
  expect(error.exitCode).toBe(6);
});

test.each([
  ['an error', (_, response) => response.writeHead(503).end('starting up'), /answered 503 starting up/],
  ['no engine', (_, response) => response.end('{"hello":"world"}'), /not as a container engine/],
  ['no JSON', (_, response) => response.end('<html>'), /not as a container engine/],
  ['Windows containers', (_, response) => response.end('{"Version":"27","Os":"windows"}'), /Windows containers/],
  ['a broken-off answer', (request) => request.socket.destroy(), /broke the connection off/],
] as [string, RequestListener, RegExp][])('%s is passed over', async (_, answer, reason) => {
  expect(await reasonOf({ DOCKER_HOST: await engineAt('odd.sock', answer) })).toMatch(reason);
});

test('what is no HTTP is passed over', async () => {
  const server = createSocketServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(join(folder, 'ssh.sock'), resolve));
  expect(await reasonOf({ DOCKER_HOST: `unix://${folder}/ssh.sock` })).toMatch(/not in HTTP/);
});

test('a file that is no socket, and one that is not there, are passed over', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await reasonOf({ DOCKER_HOST: `unix://${folder}/file` })).toMatch(/not running|no socket/);
  expect(await reasonOf({ DOCKER_HOST: `unix://${folder}/gone` })).toBe('there is no such socket');
});

test('where nobody asked for an engine, only what is there is worth a word', async () => {
  await writeFile(join(folder, 'docker.sock'), '');
  const told = tellingReasons((await findEngine(around(), NEVER)).passedOver).join('\n');
  expect(told).toContain(`Docker, rootless, unix://${folder}/docker.sock: `);
  expect(told).not.toContain('there is no such socket');
});

test('a search that is cancelled says so, also while an engine hangs', async () => {
  const where = await engineAt('hangs.sock', () => {});
  const cancel = new AbortController();
  const search = findEngine(around({ DOCKER_HOST: where }), cancel.signal);
  cancel.abort(new Error('enough'));
  await expect(search).rejects.toThrow('enough');
});

test('an image is there, or not, or the engine cannot say', async () => {
  const asked: string[] = [];
  const where = await engineAt('docker.sock', ((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/version') response.end(JSON.stringify(DOCKER));
    else if (request.url?.includes('broken')) response.writeHead(500).end('database is locked');
    else response.writeHead(request.url?.includes('26.7.4') ? 200 : 404).end('{}');
  }) as RequestListener);
  const { engine } = await findEngine(around({ DOCKER_HOST: where }), NEVER);
  if (!engine) throw new Error('not found');
  expect(await lookForImage(engine, 'quay.io/keycloak/keycloak:26.7.4', NEVER)).toEqual({ image: 'there' });
  expect(await lookForImage(engine, 'quay.io/keycloak/keycloak:1', NEVER)).toEqual({ image: 'missing' });
  expect(await lookForImage(engine, 'broken', NEVER)).toEqual({
    image: 'unknown',
    reason: 'answered 500 database is locked',
  });
  expect(asked).toContain('/images/quay.io/keycloak/keycloak:26.7.4/json');
  const gone = { ...engine, address: { kind: 'socket', path: join(folder, 'gone') } } as const;
  expect(await lookForImage(gone, 'x', NEVER)).toEqual({ image: 'unknown', reason: 'there is no such socket' });
});
