import { freemem, tmpdir } from 'node:os';
import { OLDEST_NODE } from '../../src/version.ts';
import { stateFolder } from '../machine/folders.ts';
import { holdersOf } from '../machine/port-holders.ts';
import { withDeadline } from '../wire/deadline.ts';
import type { Around } from './around.ts';

/** Bytes that the processes of a lab were seen to take together, and that a Keycloak in a container takes besides. */
const LAB_BYTES = 450e6;
const CONTAINER_BYTES = 1e9;
/** Where the system tells of its processes, if it does (proc(5)). */
export const PROC = '/proc';

/**
 * What is the same whoever looks at this machine; `env` is the environment of the process. A Keycloak in a container wants its memory; who holds a port is
 * looked for so many milliseconds at most, for all processes have to be looked through.
 */
export function thisMachine(
  env: NodeJS.ProcessEnv,
  { hasContainer, holdersMs }: { readonly hasContainer: boolean; readonly holdersMs: number },
): Pick<Around, 'env' | 'node' | 'folders' | 'memory' | 'proc' | 'holders'> {
  return {
    env,
    node: { version: process.versions.node, oldest: OLDEST_NODE },
    folders: [
      { of: 'state', path: stateFolder(), own: true },
      { of: 'temporary', path: tmpdir(), own: false },
    ],
    memory: {
      available: process.availableMemory?.() ?? freemem(),
      wanted: LAB_BYTES + (hasContainer ? CONTAINER_BYTES : 0),
    },
    proc: PROC,
    holders: async (ports, signal) => {
      const look = (during: AbortSignal) => holdersOf(ports, { platform: process.platform, proc: PROC }, during);
      return withDeadline(holdersMs, signal, look).catch(() => {
        signal.throwIfAborted();
        return new Map();
      });
    },
  };
}
