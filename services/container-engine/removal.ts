import type { Leftover } from '../machine/leftovers.ts';
import { engineCommand } from './command.ts';
import type { ContainerEngine } from './engine.ts';

/** Beyond the end of a run: an engine that has not done it then hangs. Podman on a slow machine gets by with less. */
const PATIENCE_MS = 15_000;

/** For what has to be taken away, or set right, once the run has come to its end: as long as the run lasts, and a little longer. */
export function lastPatience(run: AbortSignal): AbortSignal {
  const patience = new AbortController();
  const runOut = () => {
    const error = new DOMException(`It took longer than ${PATIENCE_MS / 1000} s.`, 'TimeoutError');
    setTimeout(() => patience.abort(error), PATIENCE_MS).unref();
  };
  if (run.aborted) runOut();
  else run.addEventListener('abort', runOut, { once: true });
  return patience.signal;
}

/** A container that has to be taken away. */
export function removalOf(engine: Pick<ContainerEngine, 'name'>, name: string): Leftover {
  const what = `the container ${name}`;
  return { what, ending: `removing ${what}`, byHand: `${engineCommand(engine)} rm -f ${name}` };
}
