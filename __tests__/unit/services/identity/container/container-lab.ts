import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openEngine } from '../../../../../services/container-engine/docker.ts';
import { LABEL, ownerLabels, witnessOf } from '../../../../../services/container-engine/owner.ts';
import {
  type KeycloakContainerOptions,
  startKeycloakContainer,
} from '../../../../../services/identity/container/keycloak-container.ts';
import { openContainer } from '../../../../../services/identity/container/open-container.ts';
import { processMark } from '../../../../../services/machine/process-mark.ts';
import { Secret } from '../../../../../src/evidence/secret.ts';
import { REALM } from '../../../../../steps/propagation/realm.ts';
import { type FakeContainer, FakeEngine } from '../../container-engine/fake-engine.ts';

export const NAME = 'tutorial-tui-keycloak';
export const IMAGE = 'quay.io/keycloak/keycloak:26.7.4';

/** The password of the first admin in a container that is there already. */
const FIRST_PASSWORD = 'only-here';

/** The program's container half before a fake engine. */
export class ContainerLab {
  readonly fake: FakeEngine;
  readonly marks: string;
  readonly said: string[] = [];
  readonly progress: string[] = [];

  static async open(): Promise<ContainerLab> {
    return new ContainerLab(await FakeEngine.open(), await mkdtemp(join(tmpdir(), 'marks-')));
  }

  private constructor(fake: FakeEngine, marks: string) {
    this.fake = fake;
    this.marks = marks;
  }

  async options(given: Partial<KeycloakContainerOptions>): Promise<KeycloakContainerOptions> {
    const address = { kind: 'socket', path: this.fake.host.replace('unix://', '') } as const;
    return {
      engine: await openEngine({ address, name: 'Docker 28.2.2', source: 'test', where: this.fake.host }),
      image: IMAGE,
      port: { port: 0, pinned: false },
      session: 'now',
      keep: false,
      marks: this.marks,
      signal: new AbortController().signal,
      onProgress: ({ text }) => this.progress.push(text),
      onLog: (line) => this.said.push(line),
      ...given,
    };
  }

  async start(given: Partial<KeycloakContainerOptions> = {}) {
    return startKeycloakContainer(await this.options(given));
  }

  async openIdentity(given: Partial<KeycloakContainerOptions> = {}) {
    const user = { username: 'alan', password: new Secret('wonderland'), generated: false };
    return openContainer({ ...(await this.options(given)), plan: REALM, user });
  }

  /** A container of a run whose process is gone. */
  async left({ keep = true, runs = true, image = IMAGE, name = NAME } = {}): Promise<FakeContainer> {
    const owner = JSON.stringify({ ...processMark(), boot: 'an earlier one' });
    const container = this.fake.create(name, {
      Image: image,
      Hostname: witnessOf('earlier'),
      Labels: { ...ownerLabels('earlier', keep), [LABEL.owner]: owner, [LABEL.name]: name },
      Env: ['KC_BOOTSTRAP_ADMIN_USERNAME=root', `KC_BOOTSTRAP_ADMIN_PASSWORD=${FIRST_PASSWORD}`],
      HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(await freePort()) }] } },
    });
    if (runs) await this.fake.start(container);
    else container.status = 'exited';
    return container;
  }

  async close(): Promise<void> {
    await this.fake.close();
    await rm(this.marks, { recursive: true });
  }
}

/** Answers as a Keycloak that takes the logins of admins whose password is `password`; what they ask then is never answered. */
export function keycloakOf(password = FIRST_PASSWORD): RequestListener {
  return async (request, response) => {
    const { method, url = '' } = request;
    if (method === 'GET' && url.startsWith('/realms/')) return void response.end('{}');
    if (!url.endsWith('/token')) return;
    const form = new URLSearchParams(await text(request));
    if (form.get('password') === password) return void response.end(JSON.stringify({ access_token: 'x' }));
    // As Keycloak 26 says it (__tests__/unit/src/diagnosis/fixtures/wrong-credentials.keycloak.txt).
    response.writeHead(401).end('{"error":"invalid_grant","error_description":"Invalid user credentials"}');
  };
}

export const portOf = ({ HostConfig }: FakeContainer) => HostConfig.PortBindings['8080/tcp']?.[0]?.HostPort;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address ? address.port : 0;
}
