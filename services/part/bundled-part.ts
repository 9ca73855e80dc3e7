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
  /** Options of `serve` that it has in this lab, whoever wants it. */
  readonly args?: readonly string[];
  /** Told when it is started, and to it alone. */
  readonly secrets?: Secrets;
}

/** A source whose processes may wait, loaded, until they are opened. */
export type BundledPart = PartSource & Required<Pick<PartSource, 'prepare' | 'close'>>;

/** One of the tutorial's servers in a process of its own. */
export function bundledPart({
  part: { name, argumentsIn },
  spawner,
  env = {},
  args: own = [],
  secrets = {},
}: BundledPartOptions): BundledPart {
  const waiting = new Set<PartProcess>();
  const spawnFor = async ({ onLog, onHop, salt }: PartWiring) => {
    const spawn = await spawner();
    return () => spawn({ part: name, env, onLog, onHop, salt });
  };
  return {
    name,
    look: async () => ({ passed: true, kind: 'bundled', saw: 'one that comes along' }),
    prepare: async (wiring, _, times) => {
      const spawn = await spawnFor(wiring);
      while (waiting.size < times) {
        const process = spawn();
        waiting.add(process);
        process.ended.then(() => waiting.delete(process));
      }
    },
    open: async (wiring, signal) => {
      const spawn = await spawnFor(wiring);
      const [process = spawn()] = waiting;
      // From here on it runs, or has ended.
      waiting.delete(process);
      const { port, pinned } = wiring.port;
      const { wish } = wiring;
      const where = ['--port', String(port), ...(pinned ? [] : ['--or-next'])];
      const args = [...where, ...argumentsIn(wiring), ...own, ...wish.args];
      const { url, version, pid } = await process.start(args, signal, { ...secrets, ...wish.secrets });
      const { ended, lives, stop } = process;
      return { name, kind: 'bundled', url, version, place: `pid ${pid}`, reports: true, ended, lives, close: stop };
    },
    close: async () => {
      await Promise.all([...waiting].map(({ stop }) => stop()));
      waiting.clear();
    },
  };
}
