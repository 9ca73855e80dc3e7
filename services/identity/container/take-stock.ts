import { type ContainerDetails, type ContainerEngine, EngineError } from '../../container-engine/engine.ts';
import { loopbackPortFree } from '../../container-engine/host-port.ts';
import { markInUse, type Release, usedByOthers } from '../../container-engine/in-use.ts';
import { LABEL, ownerLives } from '../../container-engine/owner.ts';
import { lastPatience, removalOf } from '../../container-engine/removal.ts';
import { letGo } from '../../machine/leftovers.ts';
import { fateOf, type Wanted } from './stock.ts';

/** A container that was kept, and that this run uses now. */
export interface Adopted {
  readonly details: ContainerDetails;
  /** It did not run, and was started by us. */
  readonly wasStopped: boolean;
  /** When this run came to it, in milliseconds since the epoch. */
  readonly since: number;
  /** Lets other runs use it. */
  readonly release: Release;
}

/** What is wanted of the containers that are there, and who looks. */
export interface StockTaking extends Wanted {
  readonly engine: ContainerEngine;
  /** The folder with this user's marks of what is in use. */
  readonly marks: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Looks through the containers that carry our label (never at any other): removes what a run that was killed left behind, and returns the first
 * that was kept and fits, running.
 */
export async function takeStock(taking: StockTaking): Promise<Adopted | undefined> {
  const { engine, marks, session, signal, say } = taking;
  const others = { ownerLives, inUse: await usedByOthers(marks, session) };
  let adopted: Adopted | undefined;
  for (const { id } of await engine.list(LABEL.session, signal)) {
    const found = await engine.inspect(id, signal);
    if (!found) continue;
    const fate = fateOf(found, taking, others);
    if (fate.do === 'leave') say(leftAlone(found, fate.because));
    if (fate.do === 'remove') await clear(taking, found);
    if (fate.do === 'adopt') adopted ??= await adopt(taking, found);
  }
  return adopted;
}

async function adopt({ engine, marks, session, signal, say }: StockTaking, details: ContainerDetails) {
  const { id, name, running, publishedPort = 0 } = details;
  const since = Date.now();
  const release = await markInUse(marks, id, session);
  if (!release) {
    say(leftAlone(details, 'another run uses it'));
    return undefined;
  }
  try {
    if (!running) {
      if (!(await loopbackPortFree(publishedPort))) throw new EngineError(`port ${publishedPort} is taken`, undefined);
      await engine.start(id, signal);
    }
  } catch (error) {
    // Cancelled while the engine was at work: it may run after all.
    if (!running) await engine.stop(id, lastPatience(signal)).catch(() => undefined);
    await release();
    signal.throwIfAborted();
    if (!(error instanceof EngineError)) throw error;
    say(leftAlone(details, `it cannot be started: ${error.message}`));
    return undefined;
  }
  say(`${name} was kept by an earlier run; it is ${running ? 'used' : 'started'} again`);
  return { details, wasStopped: !running, since, release };
}

async function clear({ engine, signal, say }: StockTaking, { id, name }: ContainerDetails): Promise<void> {
  say(`an earlier run left ${name} behind; it is removed`);
  try {
    await engine.remove(id, signal);
    letGo(removalOf(engine, name));
  } catch (error) {
    signal.throwIfAborted();
    say(`${name} cannot be removed: ${(error as Error).message}`);
  }
}

function leftAlone({ name }: ContainerDetails, because: string): string {
  return `${name} was kept, but ${because}; it is left alone`;
}
