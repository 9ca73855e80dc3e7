import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { type FoundEngine, findEngine, noEngine, surroundings } from '../../services/container-engine/discover.ts';
import { openEngine } from '../../services/container-engine/docker.ts';
import type { ContainerEngine } from '../../services/container-engine/engine.ts';
import { LABEL } from '../../services/container-engine/owner.ts';
import { keycloakImage } from '../../services/identity/container/image.ts';
import {
  type KeycloakContainer,
  type KeycloakContainerOptions,
  startKeycloakContainer,
} from '../../services/identity/container/keycloak-container.ts';

/** Longer than any Keycloak takes to start: as long as the program itself gives it, for a machine on which much else runs. */
export const START_MS = 600_000;

/** The Keycloak that the tests run against: the default one, unless the environment names another. */
export const IMAGE = keycloakImage(process.env.KEYCLOAK_TEST_IMAGE);

export const NEVER = new AbortController().signal;

/** The engine that the program itself would find. The tests need one: where there is none, they fail and say where they looked. */
export async function findTestEngine(env: NodeJS.ProcessEnv = process.env): Promise<FoundEngine> {
  const { engine, passedOver } = await findEngine(surroundings(env), NEVER);
  if (!engine) throw noEngine(passedOver);
  return engine;
}

export async function openTestEngine(): Promise<ContainerEngine> {
  return openEngine(await findTestEngine());
}

/** The engine past our own code, to look at the world with. */
export async function openDockerode(): Promise<Dockerode> {
  const { default: Docker } = await import('dockerode');
  const { address } = await findTestEngine();
  if (address.kind !== 'socket') throw new Error('the container tests need an engine behind a socket');
  return new Docker({ socketPath: address.path, host: undefined, port: undefined });
}

/** The marks of the test's runs; it need not be there. */
export const MARKS = join(tmpdir(), `tutorial-tui-marks-${process.pid}`);

export function newSession(): string {
  return `test-${randomBytes(4).toString('hex')}`;
}

const starts: Promise<KeycloakContainer>[] = [];
let ending = new AbortController();

/** A Keycloak on any port; `closeStarted` ends it, if the test did not. */
export async function startTestKeycloak(options: Partial<KeycloakContainerOptions> = {}): Promise<KeycloakContainer> {
  const start = startKeycloakContainer({
    engine: await openTestEngine(),
    image: IMAGE,
    port: { port: 0, pinned: false },
    session: newSession(),
    keep: false,
    marks: MARKS,
    signal: ending.signal,
    onProgress: () => {},
    onLog: () => {},
    ...options,
  });
  starts.push(start);
  return start;
}

/** Ends them, also one that still starts, since a test has waited for it long enough. */
export async function closeStarted(): Promise<void> {
  ending.abort();
  ending = new AbortController();
  for (const start of await Promise.allSettled(starts.splice(0)))
    if (start.status === 'fulfilled') await start.value.close();
}

/** Names of the containers of a session, running or not. */
export async function containersOf(engine: ContainerEngine, session: string): Promise<string[]> {
  return (await engine.list(`${LABEL.session}=${session}`, NEVER)).map(({ name }) => name);
}
