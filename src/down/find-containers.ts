import { engineCommand } from '../../services/container-engine/command.ts';
import { findEngine, surroundings, tellingReasons } from '../../services/container-engine/discover.ts';
import type { ContainerDetails, ContainerEngine } from '../../services/container-engine/engine.ts';
import { inUseMarks } from '../../services/container-engine/in-use.ts';
import { isOurs, LABEL, ownerLives } from '../../services/container-engine/owner.ts';
import { inUseFolder } from '../../services/machine/folders.ts';
import type { Inventory, Thing } from './thing.ts';

/** What decides about a container beside itself. */
interface Circumstances {
  /** Kept ones are ended, too. */
  readonly all: boolean;
  /** The runs whose labs are ended before. */
  readonly ending: ReadonlySet<string>;
  readonly inUse: ReadonlySet<string>;
}

/** The containers that runs of this user have made, in the engine that answers. One that cannot be looked at is told of, and hinders nothing else. */
export async function findContainers(
  env: NodeJS.ProcessEnv,
  wish: Pick<Circumstances, 'all' | 'ending'>,
  signal: AbortSignal,
): Promise<Inventory> {
  const { engine: found, passedOver } = await findEngine(surroundings(env), signal);
  if (!found)
    return { things: [], notes: tellingReasons(passedOver).map((reason) => `No container was looked at: ${reason}.`) };
  try {
    const { openEngine } = await import('../../services/container-engine/docker.ts');
    const engine = await openEngine(found);
    const marks = (await inUseMarks(inUseFolder())).filter(
      ({ lives, session = '' }) => lives && !wish.ending.has(session),
    );
    const inUse = new Set(marks.map((mark) => mark.id));
    const things: Thing[] = [];
    for (const { id } of await engine.list(LABEL.session, signal)) {
      const details = await engine.inspect(id, signal);
      const thing = details && thingOf(engine, details, { ...wish, inUse });
      if (thing) things.push(thing);
    }
    return { things, notes: [] };
  } catch (error) {
    signal.throwIfAborted();
    return {
      things: [],
      notes: [`The containers of ${found.name} could not be looked at: ${(error as Error).message}`],
    };
  }
}

/** Of one that is ended with its lab, nothing is said. */
function thingOf(
  engine: ContainerEngine,
  details: ContainerDetails,
  { all, ending, inUse }: Circumstances,
): Thing | undefined {
  if (!isOurs(details)) return undefined;
  const { id, name, labels } = details;
  const run = labels[LABEL.session] ?? '';
  const isKept = labels[LABEL.keep] === 'true';
  const container = {
    kind: 'container',
    id,
    what: `container ${name}`,
    byHand: `${engineCommand(engine)} rm -f ${name}`,
  } as const;
  const end = (signal: AbortSignal) => engine.remove(id, signal);
  if (inUse.has(id)) return { ...container, because: 'a run that goes on uses it' };
  const isOfEnding = ending.has(run);
  if (!isOfEnding && ownerLives(labels)) return { ...container, because: `run ${run}, which made it, goes on` };
  if (!isKept) return isOfEnding ? undefined : { ...container, because: `run ${run} was killed`, end };
  return all
    ? { ...container, because: 'it was kept', end }
    : { ...container, because: 'it was kept; --all ends it, too' };
}
