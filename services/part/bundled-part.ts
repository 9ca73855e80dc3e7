import type { PartSource, PartWiring, Secrets } from './part.ts';
import type { ServedPart } from './served-part.ts';
import type { PartProcess, PartProcessOptions } from './supervisor.ts';

/** A bundled part, and how its process is started. */
export interface BundledPartOptions {
  readonly part: Pick<ServedPart, 'name' | 'argumentsIn'>;
  /** What spawns a part's process; loaded when the first one is wanted. */
  readonly spawner: () => Promise<(options: PartProcessOptions) => PartProcess>;
  /** Added to the environment of its process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told when it is started, and to it alone. */
  readonly secrets?: Secrets;
}

/** A source whose process may wait, loaded, until it is opened. */
export type BundledPart = PartSource & Required<Pick<PartSource, 'prepare' | 'close'>>;

/** One of the tutorial's servers in a process of its own. */
export function bundledPart({
  part: { name, argumentsIn },
  spawner,
  env = {},
  secrets = {},
}: BundledPartOptions): BundledPart {
  let waiting: PartProcess | undefined;
  const spawned = async ({ onLog, onHop, salt }: PartWiring): Promise<PartProcess> => {
    const spawn = await spawner();
    if (waiting) return waiting;
    const process = spawn({ part: name, env, onLog, onHop, salt });
    waiting = process;
    process.ended.then(() => {
      if (waiting === process) waiting = undefined;
    });
    return process;
  };
  return {
    name,
    look: async () => ({ passed: true, kind: 'bundled', saw: 'one that comes along' }),
    prepare: async (wiring) => void (await spawned(wiring)),
    open: async (wiring, signal) => {
      const process = await spawned(wiring);
      // From here on it runs, or has ended.
      waiting = undefined;
      const { port, pinned } = wiring.port;
      const { wish } = wiring;
      const where = ['--port', String(port), ...(pinned ? [] : ['--or-next'])];
      const args = [...where, ...argumentsIn(wiring), ...wish.args];
      const { url, version, pid } = await process.start(args, signal, { ...secrets, ...wish.secrets });
      const { ended, lives, stop } = process;
      return { name, kind: 'bundled', url, version, place: `pid ${pid}`, reports: true, ended, lives, close: stop };
    },
    close: async () => {
      await waiting?.stop();
      waiting = undefined;
    },
  };
}
