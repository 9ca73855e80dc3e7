import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerEngine } from '../../container-engine/engine.ts';
import type { End } from './death.ts';

const BETWEEN_LOOKS_MS = 500;

/** Hands on the container's log until it ends, and says how; never resolves where `closed` ends first. */
export async function watchContainer(
  engine: ContainerEngine,
  id: string,
  onLine: (line: string) => void,
  closed: AbortSignal,
): Promise<End> {
  let since: number | undefined;
  while (!closed.aborted) {
    await engine.follow(id, onLine, closed, since).catch(() => undefined);
    since = Date.now();
    if (closed.aborted) break;
    try {
      const details = await engine.inspect(id, closed);
      // A log may also break off while the container lives: behind a proxy, or when it is rotated.
      if (!details?.running) return { details };
    } catch (engineFault) {
      if (closed.aborted) break;
      return { engineFault };
    }
    await sleep(BETWEEN_LOOKS_MS, undefined, { signal: closed, ref: false }).catch(() => undefined);
  }
  return new Promise(() => {});
}
