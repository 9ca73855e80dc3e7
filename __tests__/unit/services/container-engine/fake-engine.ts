import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A container as the fake engine keeps it, in the words of the engine's API. */
export interface FakeContainer {
  readonly Id: string;
  readonly Name: string;
  readonly Config: { Image: string; Hostname: string; Labels: Record<string, string>; Env: string[] };
  readonly HostConfig: { PortBindings: Record<string, { HostIp: string; HostPort: string }[]> };
  status: 'created' | 'running' | 'exited';
  exitCode: number;
}

type Wish = { Image: string; Hostname?: string; Labels?: Record<string, string>; Env?: string[] } & Partial<
  Pick<FakeContainer, 'HostConfig'>
>;

/** Done when a request comes that begins so, e.g. `DELETE /containers/`, before it is answered. */
type Before = readonly [request: string, act: () => Promise<unknown> | unknown];

/**
 * Stands where a container engine would: its HTTP API at a socket, as far as the program uses it, with containers that run nothing. What a
 * container would publish answers as `keycloak` says. The tests in __tests__/container hold the real engines to the same.
 */
export class FakeEngine {
  readonly containers: FakeContainer[] = [];
  /** Every request, as `DELETE /containers/<name>?v=true`. */
  readonly requests: string[] = [];
  /** Who answers at the published port of a container that runs; undefined lets nobody listen. */
  keycloak: RequestListener | undefined = (_, response) => response.end('{}');
  before: Before | undefined;
  /** What it says of a fault of its own, whatever it is asked. */
  fault: string | undefined;
  readonly #folder: string;
  readonly #published = new Map<string, Server>();
  readonly #logs = new Map<string, Set<ServerResponse>>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async open(): Promise<FakeEngine> {
    const engine = new FakeEngine(await mkdtemp(join(tmpdir(), 'fake-engine-')));
    await new Promise<void>((resolve) => engine.#server.listen(join(engine.#folder, 'engine.sock'), resolve));
    return engine;
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** The value of DOCKER_HOST. */
  get host(): string {
    return `unix://${join(this.#folder, 'engine.sock')}`;
  }

  get names(): string[] {
    return this.containers.map(({ Name, status }) => `${Name.slice(1)} ${status}`);
  }

  /** Makes a container past the program. */
  create(
    name: string,
    { Image, Hostname, Labels = {}, Env = [], HostConfig = { PortBindings: {} } }: Wish,
  ): FakeContainer {
    const Id = randomBytes(32).toString('hex');
    const Config = { Image, Hostname: Hostname ?? Id.slice(0, 12), Labels, Env };
    const container: FakeContainer = { Id, Name: `/${name}`, Config, HostConfig, status: 'created', exitCode: 0 };
    this.containers.push(container);
    return container;
  }

  async start(container: FakeContainer): Promise<void> {
    container.status = 'running';
    const port = Number(Object.values(container.HostConfig.PortBindings)[0]?.[0]?.HostPort);
    if (!this.keycloak || !port) return;
    const server = createServer((request, response) => this.keycloak?.(request, response));
    this.#published.set(container.Id, server);
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port }, resolve));
  }

  async end(container: FakeContainer, exitCode: number): Promise<void> {
    container.status = 'exited';
    container.exitCode = exitCode;
    const server = this.#published.get(container.Id);
    this.#published.delete(container.Id);
    server?.closeAllConnections();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
    for (const log of this.#logs.get(container.Id) ?? []) log.end();
  }

  async remove(container: FakeContainer): Promise<void> {
    await this.end(container, 137);
    this.containers.splice(this.containers.indexOf(container), 1);
  }

  async close(): Promise<void> {
    for (const container of [...this.containers]) await this.remove(container);
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.#folder, { recursive: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const { pathname, searchParams } = new URL(url, 'http://engine');
    const [, kind, id = '', action = ''] = pathname.split('/');
    const container = this.containers.find(({ Id, Name }) => Id === id || Name === `/${id}`);
    const named = pathname.replace(id, container?.Name.slice(1) ?? id);
    this.requests.push(`${method} ${named}?${searchParams}`);
    const body = await text(request);
    if (this.before && `${method} ${named}`.startsWith(this.before[0])) await this.before[1]();
    const say = (status: number, json?: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(json && JSON.stringify(json));
    };
    if (this.fault) return say(500, { message: this.fault });
    if (kind === 'version') return say(200, { Version: '28.2.2', Os: 'linux', Components: [{ Name: 'Engine' }] });
    if (kind === 'images') return say(200, {});
    if (id === 'json') return say(200, this.#list(searchParams.get('filters')));
    if (id === 'create') return this.#create(searchParams.get('name') ?? '', JSON.parse(body), say);
    if (!container) return say(404, { message: `No such container: ${id}` });
    switch (method === 'DELETE' ? 'remove' : action) {
      case 'json':
        return say(200, inspected(container));
      case 'logs':
        return this.#log(container, response);
      case 'start':
        await this.start(container);
        return say(204);
      case 'stop':
        if (container.status !== 'running') return say(304);
        await this.end(container, 143);
        return say(204);
      case 'remove':
        await this.remove(container);
        return say(204);
    }
  }

  #list(filters: string | null) {
    const [label = ''] = (JSON.parse(filters ?? '{}') as { label?: string[] }).label ?? [];
    const [name = '', value] = label.split('=');
    return this.containers
      .filter(({ Config: { Labels } }) => (value === undefined ? name in Labels : Labels[name] === value))
      .map(({ Id, Name, Config }) => ({ Id, Names: [Name], Labels: Config.Labels }));
  }

  #create(name: string, wish: Wish, say: (status: number, json: object) => void): void {
    const taken = this.containers.find(({ Name }) => Name === `/${name}`);
    if (!taken) {
      say(201, { Id: this.create(name, wish).Id });
      return;
    }
    // As Docker says it (__tests__/unit/src/diagnosis/fixtures/container-name-taken.docker-api.txt).
    say(409, {
      message: `Conflict. The container name "/${name}" is already in use by container "${taken.Id}". You have to remove (or rename) that container to be able to reuse that name.`,
    });
  }

  #log({ Id, status }: FakeContainer, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' });
    response.flushHeaders();
    if (status !== 'running') {
      response.end();
      return;
    }
    const open = this.#logs.get(Id) ?? new Set();
    this.#logs.set(Id, open.add(response));
    response.on('close', () => open.delete(response));
  }
}

function inspected({ Id, Name, Config, HostConfig, status, exitCode }: FakeContainer) {
  const running = status === 'running';
  return {
    Id,
    Name,
    Config,
    HostConfig,
    State: { Status: status, Running: running, ExitCode: exitCode, OOMKilled: false },
    NetworkSettings: { Ports: running ? HostConfig.PortBindings : {} },
  };
}
