import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type Dockerode from 'dockerode';
import { LABEL, type Labels, ownerLabels, witnessOf } from '../../services/container-engine/owner.ts';
import { processMark } from '../../services/machine/process-mark.ts';
import { IMAGE, newSession } from './engine-lab.ts';

const REPOSITORY = 'localhost/tutorial-tui-test';

/** Images that behave otherwise than Keycloak, made of its own; `remove` takes them and what runs from them away. */
export class StandIns {
  readonly #docker: Dockerode;
  readonly #images: string[] = [];
  readonly #containers: string[] = [];
  readonly #networks: string[] = [];

  constructor(docker: Dockerode) {
    this.#docker = docker;
  }

  /** An image whose entry point is this shell script; it gets Keycloak's arguments. */
  async image(script: string): Promise<string> {
    const base = await this.#docker.createContainer({ Image: IMAGE });
    const tag = newSession();
    await base.commit({
      repo: REPOSITORY,
      tag,
      changes: `ENTRYPOINT ${JSON.stringify(['sh', '-c', script, 'kc.sh'])}`,
    });
    await base.remove();
    const image = `${REPOSITORY}:${tag}`;
    this.#images.push(image);
    return image;
  }

  /** A container of somebody else, whatever it says of itself. It is not started. */
  async container(name: string, labels: Labels = {}, image = IMAGE): Promise<Dockerode.Container> {
    return this.#create({ name, Image: image, Labels: { ...labels } });
  }

  /** One that a run of ours made, as far as it says so itself. It is not started. */
  async ours(name: string, labels: Labels, image = IMAGE): Promise<Dockerode.Container> {
    return this.#create({ Image: image, ...ourOwn(name, labels) });
  }

  /** A kept Keycloak that does not run, and whose requests come from a subnet of no private range, so that they look as if they came from the internet. */
  async abroad(name: string, port: number, env: Readonly<Record<string, string>>): Promise<Dockerode.Container> {
    const network = await this.#docker.createNetwork({
      Name: newSession(),
      // Of the range for benchmarks (RFC 2544): while the test runs, nobody beyond this machine is hidden by it.
      IPAM: { Driver: 'default', Config: [{ Subnet: '198.18.213.0/24' }] },
    });
    this.#networks.push(network.id);
    const { Name } = await network.inspect();
    const container = await this.#create({
      Image: IMAGE,
      Cmd: ['start-dev'],
      Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
      ...ourOwn(name, labelsOfTheDead(true)),
      ExposedPorts: { '8080/tcp': {} },
      HostConfig: {
        NetworkMode: Name,
        PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      },
    });
    return container;
  }

  /** What somebody makes of a container by docker commit. It is not started. */
  async copy(original: Dockerode.Container, name: string): Promise<Dockerode.Container> {
    const tag = newSession();
    await original.commit({ repo: REPOSITORY, tag });
    this.#images.push(`${REPOSITORY}:${tag}`);
    return this.container(name, {}, `${REPOSITORY}:${tag}`);
  }

  async #create(options: Dockerode.ContainerCreateOptions): Promise<Dockerode.Container> {
    const container = await this.#docker.createContainer(options);
    this.#containers.push(container.id);
    return container;
  }

  async remove(): Promise<void> {
    for (const id of this.#containers)
      await this.#docker
        .getContainer(id)
        .remove({ force: true })
        .catch(() => {});
    for (const id of this.#networks)
      await this.#docker
        .getNetwork(id)
        .remove()
        .catch(() => {});
    for (const image of this.#images)
      await this.#docker
        .getImage(image)
        .remove({ force: true })
        .catch(() => {});
  }
}

/** The labels of a run whose process is gone. */
export function labelsOfTheDead(keep: boolean): Labels {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return { ...ownerLabels(newSession(), keep), [LABEL.owner]: JSON.stringify({ ...processMark(), pid }) };
}

/** What our runs give the containers they make, and nobody else does. */
function ourOwn(name: string, labels: Labels) {
  return { name, Hostname: witnessOf(labels[LABEL.session] ?? ''), Labels: { ...labels, [LABEL.name]: name } };
}

/** Listens on some port, so that it is taken. */
export function takePort(): Promise<{ port: number; free: () => Promise<void> }> {
  return new Promise((resolve) => {
    const server: Server = createServer();
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      resolve({ port, free: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
