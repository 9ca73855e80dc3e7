import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerEngine } from '../../container-engine/engine.ts';
import type { End } from './death.ts';

const BETWEEN_LOOKS_MS = 500;
const ON_ITS_WAY = ['running', 'restarting', 'removing'];

/** A container whose log is followed, and whose end is told. */
export interface Watched {
  readonly engine: ContainerEngine;
  readonly id: string;
  /** From when on its log is of interest, in milliseconds since the epoch; from its beginning, where that is not said. */
  readonly since?: number | undefined;
}

/** Hands on the container's log until it ends, and says how; never resolves where `closed` ends first. */
export async function watchContainer(
  { engine, id, since: from }: Watched,
  onLine: (line: string) => void,
  closed: AbortSignal,
): Promise<End> {
  let since = from;
  while (!closed.aborted) {
    await engine.follow(id, onLine, closed, since).catch(() => undefined);
    since = Date.now();
    if (closed.aborted) break;
    try {
      const first = await engine.inspect(id, closed);
      if (!first) return { details: undefined };
      await sleep(BETWEEN_LOOKS_MS, undefined, { signal: closed, ref: false });
      // A log may also break off while the container lives: behind a proxy, or when it is rotated.
      if (first.running) continue;
      // One that has ended may be about to be removed, or be started again.
      const second = await engine.inspect(id, closed);
      if (!second || !ON_ITS_WAY.includes(second.status)) return { details: second };
    } catch (engineFault) {
      if (closed.aborted) break;
      return { engineFault };
    }
  }
  return new Promise(() => {});
}
