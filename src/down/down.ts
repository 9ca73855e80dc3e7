import { setMaxListeners } from 'node:events';
import { withDeadline } from '../../services/wire/deadline.ts';
import { EXIT_CODES } from '../errors.ts';
import { findContainers } from './find-containers.ts';
import { findFiles } from './find-files.ts';
import { findRuns } from './find-runs.ts';
import { DOWN_SCHEMA, type DownReport } from './report.ts';
import { type Inventory, KINDS, type Thing } from './thing.ts';

/** What is looked for, and how long what has to end is waited for. */
export interface DownWish {
  /** What was kept is ended, too, and labs that a run uses. */
  readonly all: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Everything of ours on this machine, in the order in which it is ended. */
export async function findThings({ all, env, signal }: DownWish): Promise<Inventory> {
  const [runs, files] = await Promise.all([findRuns(all), findFiles()]);
  const ending = new Set(runs.filter(({ kind, end }) => kind === 'lab' && end).map(({ id }) => id));
  const containers = await findContainers(env, { all, ending }, signal);
  const things = [...runs, ...containers.things, ...files];
  return {
    things: KINDS.flatMap((kind) => things.filter((thing) => thing.kind === kind)),
    notes: containers.notes,
  };
}

/** What becomes of one thing. */
type Told = DownReport['things'][number];

/** What was found, where nothing is ended. */
export function reportOnly({ things, notes }: Inventory): DownReport {
  const told = things.map((thing) => tell(thing, thing.end ? 'would-end' : 'left'));
  return { schema: DOWN_SCHEMA, dryRun: true, things: told, notes: [...notes], exitCode: EXIT_CODES.proved };
}

/**
 * Ends what was found and is to be ended, one kind after the other, each within `patienceMs`. `onEnd` hears of each as it is over. Rejects with the
 * reason of the signal alone: what cannot be ended is in the report.
 */
export async function endThings(
  { things, notes }: Inventory,
  { patienceMs, signal, onEnd }: { patienceMs: number; signal: AbortSignal; onEnd: (told: Told) => void },
): Promise<DownReport> {
  setMaxListeners(0, signal); // as many as there are things that end at once
  const told: Told[] = [];
  let exitCode: number = EXIT_CODES.proved;
  for (const kind of KINDS) {
    const ofKind = await Promise.all(
      things
        .filter((thing) => thing.kind === kind)
        .map(async (thing): Promise<Told> => {
          const { end } = thing;
          if (!end) return tell(thing, 'left');
          try {
            await withDeadline(patienceMs, signal, end);
            const ended = tell(thing, 'ended');
            onEnd(ended);
            return ended;
          } catch (error) {
            signal.throwIfAborted();
            const isLate = error instanceof DOMException && error.name === 'TimeoutError';
            if (exitCode === EXIT_CODES.proved || isLate)
              exitCode = EXIT_CODES[isLate ? 'timed-out' : 'part-unreachable'];
            const stays = tell(thing, 'stays', (error as Error).message);
            onEnd(stays);
            return stays;
          }
        }),
    );
    told.push(...ofKind);
  }
  return { schema: DOWN_SCHEMA, dryRun: false, things: told, notes: [...notes], exitCode };
}

function tell({ kind, id, what, because, byHand }: Thing, outcome: Told['outcome'], why?: string): Told {
  return { kind, id, what, because, outcome, ...(why && { why }), ...(byHand && { byHand }) };
}
