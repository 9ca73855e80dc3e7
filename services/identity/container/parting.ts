import { engineCommand } from '../../container-engine/command.ts';
import type { ContainerEngine } from '../../container-engine/engine.ts';
import { LABEL } from '../../container-engine/owner.ts';
import { lastPatience, removalOf } from '../../container-engine/removal.ts';
import { hold, letGo, stay } from '../../machine/leftovers.ts';
import type { WorkProgress } from '../../part/part.ts';
import type { Adopted } from './take-stock.ts';

/** How a run parts from its container. */
export interface Parting {
  /** Keycloak answers: what is to be kept stays from now on. */
  settled(): void;
  /** The run is over with it, or it did not come up. Never throws. */
  part(cameUp: boolean): Promise<void>;
}

interface Circumstances {
  readonly engine: ContainerEngine;
  readonly id: string;
  readonly name: string;
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: WorkProgress) => void;
  readonly onLog: (line: string) => void;
}

/** From one that this run made: it is removed, unless it came up and is to be kept. */
export function partingFromMade({ engine, id, name, keep, signal, onProgress, onLog }: Circumstances): Parting {
  const made = removalOf(engine, name);
  hold(made);
  return {
    settled: () => {
      if (keep) letGo(made);
    },
    part: async (cameUp) => {
      if (cameUp && keep) return sayKept(engine, id, name, signal);
      // Of a step that is over nothing is shown; whoever ends the lab says it then.
      if (!cameUp) onProgress({ text: made.ending });
      try {
        await engine.remove(id, lastPatience(signal));
        letGo(made);
      } catch (error) {
        onLog(`the container could not be removed (${(error as Error).message}); the next start will`);
      }
    },
  };
}

/** From one that was kept: it stays, whatever came of the run, and it stops again where it was stopped. */
export function partingFromAdopted(
  { engine, id, name, keep, signal, onProgress, onLog }: Circumstances,
  { wasStopped, release }: Adopted,
): Parting {
  const stops = wasStopped && !keep;
  const running = {
    what: `the container ${name}, running`,
    ending: `stopping the container ${name}, as it was`,
    byHand: `${engineCommand(engine)} stop ${name}`,
  };
  if (stops) hold(running);
  return {
    settled: () => {},
    part: async (cameUp) => {
      if (stops && !cameUp) onProgress({ text: running.ending });
      try {
        if (stops) await engine.stop(id, lastPatience(signal));
        letGo(running);
      } catch (error) {
        onLog(`the container could not be stopped (${(error as Error).message})`);
      }
      await release();
      await sayKept(engine, id, name, signal);
    },
  };
}

/** Somebody may have removed it meanwhile. */
async function sayKept(engine: ContainerEngine, id: string, name: string, signal: AbortSignal): Promise<void> {
  const found = await engine.inspect(id, lastPatience(signal)).catch(() => undefined);
  if (found) stay(removalOf(engine, name));
}

/** Of this run, but of no known id: the engine may be at work when the run is cancelled. */
export async function holdSession(
  engine: ContainerEngine,
  session: string,
  signal: AbortSignal,
): Promise<{ ending: string; gone(): void; remove(): Promise<void> }> {
  const label = `${LABEL.session}=${session}`;
  // What an earlier try of this run made and kept is not of this moment.
  const before = new Set((await engine.list(label, signal)).map(({ id }) => id));
  const command = engineCommand(engine);
  const unknown = {
    what: 'a container that the engine is making',
    ending: 'removing what the engine is making',
    byHand: `${command} rm -f $(${command} ps -aq --filter label=${label})`,
  };
  hold(unknown);
  return {
    ending: unknown.ending,
    gone: () => letGo(unknown),
    remove: async () => {
      const patience = lastPatience(signal);
      try {
        const made = (await engine.list(label, patience)).filter(({ id }) => !before.has(id));
        for (const { id } of made) await engine.remove(id, patience);
        letGo(unknown);
      } catch {
        // It stays among the leftovers, and the next start removes it.
      }
    },
  };
}
