import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { TutorialError } from '../../src/errors.ts';
import { type Held, holdIPv6 } from '../wire/relay.ts';
import { type ContainerEngine, type ContainerSpec, EngineError } from './engine.ts';
import { anyPort, loopbackPortFree } from './host-port.ts';
import { LABEL } from './owner.ts';

const NAMES_TRIED = 20;
const PORTS_TRIED = 100;

/** A container that is wanted, and how much of its place may give way. */
export interface Placement {
  readonly engine: ContainerEngine;
  /** All of it but name and port of the host, which are found here. */
  readonly spec: Omit<ContainerSpec, 'name' | 'publish'> & { readonly inside: number };
  /** The wanted name; `-2`, `-3` … where it is taken. */
  readonly name: string;
  /** The wanted port of the host, 0 for any; where it is not pinned and taken, the next free one. */
  readonly port: { readonly port: number; readonly pinned: boolean };
  readonly signal: AbortSignal;
  /** Is told what had to be chosen differently. */
  readonly say: (line: string) => void;
}

/** A container that runs in its place. */
export interface Placed {
  readonly id: string;
  readonly name: string;
  readonly port: number;
  /** The same port of ::1, which no engine has to publish. */
  readonly ipv6: Held;
}

/** Creates and starts a container under a free name, on a free port. Throws a TutorialError of kind part-unreachable where it cannot. */
export async function placeContainer(placement: Placement): Promise<Placed> {
  const { engine, port: wanted, signal, say } = placement;
  const first = wanted.port === 0 ? await anyPort() : wanted.port;
  const last = wanted.pinned ? first : Math.min(first + PORTS_TRIED, 65_535);
  for (let port = first; port <= last; port++) {
    signal.throwIfAborted();
    if (!(await loopbackPortFree(port))) continue;
    // Before anything can be asked there: whoever took it would be asked in Keycloak's place.
    const ipv6 = await holdIPv6(port);
    if (!ipv6) continue;
    const { id, name } = await create(placement, port).catch(async (error: unknown) => {
      await ipv6.release();
      throw error;
    });
    try {
      await engine.start(id, signal);
      if (port !== wanted.port && wanted.port !== 0) say(`port ${wanted.port} is taken; Keycloak takes ${port}`);
      return { id, name, port, ipv6 };
    } catch (error) {
      await ipv6.release();
      // Whoever has cancelled it takes away what there is.
      signal.throwIfAborted();
      await engine.remove(id, signal).catch(() => undefined);
      if (!isFault(error, 'port-allocated')) throw notStarted(error);
    }
  }
  const range = last > first ? `Ports ${first} to ${last} are` : `Port ${first} is`;
  throw new TutorialError('part-unreachable', `${range} taken.`, {
    why: 'Another program or container listens there.',
    next: wanted.pinned
      ? 'End it, or name another port with --port-identity.'
      : 'Name a free port with --port-identity.',
  });
}

async function create({ engine, spec: { inside, ...spec }, name, signal, say }: Placement, port: number) {
  for (let count = 1; count <= NAMES_TRIED; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    try {
      const labels = { ...spec.labels, [LABEL.name]: candidate };
      const id = await engine.create({ ...spec, labels, name: candidate, publish: { host: port, inside } }, signal);
      if (count > 1) say(`another container is called ${name}; ours is ${candidate}`);
      return { id, name: candidate };
    } catch (error) {
      if (!isFault(error, 'container-name-taken')) throw notStarted(error);
    }
  }
  throw new TutorialError('part-unreachable', `The names ${name} to ${name}-${NAMES_TRIED} are all taken.`, {
    next: 'Remove containers that nobody needs: docker ps -a lists them.',
  });
}

function isFault(error: unknown, id: string): boolean {
  return error instanceof EngineError && diagnose(error.message)?.id === id;
}

function notStarted(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  const diagnosis = diagnose(error.message);
  return new TutorialError(
    'part-unreachable',
    `The container could not be started${diagnosis ? `: ${diagnosis.title}` : ''}.`,
    {
      why: `The engine says: ${error.message.trim()}`,
      next: diagnosis?.wayOut ?? 'Try the same by hand with docker run, or go on with --idp embedded.',
      cause: error,
    },
  );
}
