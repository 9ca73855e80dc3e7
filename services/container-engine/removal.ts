import type { Leftover } from '../leftovers.ts';
import { commandOf } from './command.ts';
import type { ContainerEngine } from './engine.ts';

/** An engine that has not done it in this time hangs; one that is busy, as Podman is on a slow machine, gets by with less. */
const PATIENCE_MS = 15_000;

/** For whatever has to be taken away, or set right, before the end. */
export function lastPatience(): AbortSignal {
  return AbortSignal.timeout(PATIENCE_MS);
}

/** A container that has to be taken away. */
export function removalOf(engine: Pick<ContainerEngine, 'name'>, name: string): Leftover {
  const what = `the container ${name}`;
  return { what, ending: `removing ${what}`, byHand: `${commandOf(engine)} rm -f ${name}` };
}
