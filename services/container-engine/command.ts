import type { Leftover } from '../leftovers.ts';
import type { ContainerEngine } from './engine.ts';

type Named = Pick<ContainerEngine, 'name'>;

/** The command by which a person speaks to the engine. */
export function commandOf(engine: Named): 'docker' | 'podman' {
  return engine.name.startsWith('Podman') ? 'podman' : 'docker';
}

/** A container that has to be taken away. */
export function removalOf(engine: Named, name: string): Leftover {
  return { what: `the container ${name}`, byHand: `${commandOf(engine)} rm -f ${name}` };
}
