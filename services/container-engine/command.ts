import type { ContainerEngine } from './engine.ts';

/** The command by which a person speaks to the engine. */
export function engineCommand(engine: Pick<ContainerEngine, 'name'>): 'docker' | 'podman' {
  return engine.name.startsWith('Podman') ? 'podman' : 'docker';
}
